import {
  address,
  any,
  block,
  choice,
  flag,
  full,
  int,
  type KeywordSpec,
  MAX_INT,
  MAX_SECONDS,
  none,
  port,
  refused,
  seconds,
  spelling,
  word,
  words,
} from "../keyword.ts";

const retry = full(
  "retry",
  int(0, MAX_INT),
  "further tries after the first failure before the server counts as down",
  "首次失败后再试几次才判定故障",
  { default: "1" },
);

const timing: readonly KeywordSpec[] = [
  retry,
  full("delay_before_retry", seconds(0.000001, MAX_SECONDS), "the pause between tries", "重试之间的间隔", {
    default: "1",
  }),
  full(
    "warmup",
    seconds(0, MAX_SECONDS),
    "the first probe comes within this time, at random",
    "首次探测在此时间内随机开始",
    { default: "delay_loop" },
  ),
  full("delay_loop", seconds(0.000001, MAX_SECONDS), "the time between probes", "探测间隔", { default: "60" }),
  full("alpha", flag, "starts as failed until the first success", "首次成功之前视为故障"),
  full("log_all_failures", flag, "logs each failed probe", "记录每次失败的探测", { default: "no" }),
];

const connection: readonly KeywordSpec[] = [
  full("connect_timeout", seconds(0.000001, MAX_SECONDS), "how long a probe may take", "探测超时", { default: "5" }),
  full("connect_port", port, "the port to probe", "探测端口", { default: "the server's" }),
  full("connect_ip", address, "the address to probe", "探测地址", { default: "the server's" }),
  full("bindto", address, "the source address of probes", "探测的源地址"),
  full("bind_port", port, "the source port of probes", "探测的源端口"),
  full("bind_if", word, "the source interface of probes", "探测的源网卡"),
  full(
    "fwmark",
    int(0, MAX_INT),
    "the mark on probe packets, which may change their route",
    "探测报文的标记，可能改变其路由",
  ),
];

const tcpCheck = block("TCP_CHECK", [
  ...connection,
  ...timing,
  full(
    "nb_get_retry",
    int(0, MAX_INT),
    "taken as retry here, as its writer meant; keepalived never did so",
    "此处按 retry 处理，正如作者本意；keepalived 从未如此",
  ),
]);

/** A checker that connects, with the words that are its own. */
const connecting = (name: string, own: readonly KeywordSpec[]) => block(name, [...connection, ...timing, ...own]);

const tlsCompliant = full(
  "tls_compliant",
  flag,
  "ends TLS by a close_notify of its own instead of just closing the connection",
  "以 close_notify 结束 TLS，而不是直接关闭连接",
  { default: "no" },
);

const url = block("url", [
  full("path", word, "the path to ask for", "请求路径"),
  full("status_code", words, "the accepted status codes", "接受的状态码", { default: "200-299" }),
  full("digest", word, "the MD5 of the body", "正文的 MD5"),
  full("virtualhost", word, "the Host header", "Host 头"),
  full("regex", words, "a pattern the body must match", "正文必须匹配的模式"),
  full("regex_no_match", none, "succeeds when the pattern does not match", "不匹配时视为成功"),
  full("regex_options", words, "options of the pattern", "模式选项"),
  full("regex_min_offset", int(0, MAX_INT), "where a match may start at the earliest", "匹配的最早位置"),
  full("regex_max_offset", int(0, MAX_INT), "where a match may start at the latest", "匹配的最晚位置"),
  full(
    "regex_stack",
    words,
    "START MAX in KiB: the stack of keepalived's pattern engine; the one here needs none, a search has 50 ms",
    "START MAX（KiB）：keepalived 模式引擎的栈；此处的引擎不需要，每次搜索限时 50 毫秒",
  ),
  tlsCompliant,
]);

const web: readonly KeywordSpec[] = [
  full("url", any, "one page to ask for and to compare", "要请求并比较的页面", { block: url, many: true }),
  spelling("nb_get_retry", retry, "the name is now retry"),
  full("virtualhost", word, "the Host header", "Host 头"),
  full("http_protocol", choice("1.0", "1.0C", "1.1", "1.0c"), "the version of the request", "请求的协议版本", {
    default: "1.0",
  }),
  full("fast_recovery", flag, "no pause between pages, as always here", "页面之间不等待；此处始终如此"),
  tlsCompliant,
  full("enable_sni", flag, "sends the virtualhost as server name in TLS", "在 TLS 中以 virtualhost 作为服务器名发送"),
  full("sni_name", word, "the server name sent in TLS", "TLS 中发送的服务器名"),
];

const host = block("host", [...connection]);

const misc = block("MISC_CHECK", [
  ...timing,
  full("misc_path", words, "the program to run, with its arguments", "要运行的程序及参数"),
  full("misc_timeout", seconds(0.001, MAX_SECONDS), "ends the program after this time", "程序的超时", {
    default: "the virtual server's delay_loop",
  }),
  full("misc_dynamic", none, "exit status 2 to 255 sets the weight to 0 to 253", "退出码 2 至 255 将权重设为 0 至 253"),
  full("user", words, "the account that runs the program", "运行程序的账户"),
]);

/** Baton's own. */
const mysql = connecting("MYSQL_CHECK", [
  full(
    "defaults_file",
    word,
    "the my.cnf-style file with user and password in its [client] group",
    "含有 user 和 password 的 my.cnf 格式文件（[client] 组）",
  ),
  full("query", word, "a statement that must succeed", "必须成功执行的语句"),
  full("require_writable", flag, "read_only must be off", "要求 read_only 关闭"),
  full(
    "require_no_other_writer",
    flag,
    "while this server takes writes, no other of the pool with a MYSQL_CHECK may",
    "本服务器可写时，池中其他带 MYSQL_CHECK 的服务器不得可写",
  ),
  full("require_replication", flag, "all replication threads must run", "要求所有复制线程都在运行"),
  full(
    "max_lag",
    int(0, MAX_SECONDS),
    "the replication lag above which the server counts as down",
    "超过此复制延迟即判定故障",
  ),
  full(
    "weight_by_lag",
    words,
    "FULL ZERO [HYSTERESIS], in seconds: the whole weight up to FULL, none from ZERO on; the last server keeps 1",
    "FULL ZERO [HYSTERESIS]（秒）：延迟不超过 FULL 时取全部权重，达到 ZERO 时为 0；最后一台服务器保留 1",
  ),
  full(
    "tls",
    choice("off", "on", "verify"),
    "encrypts the log-in; verify checks the certificate",
    "加密登录；verify 校验证书",
    {
      default: "off",
    },
  ),
  full("tls_ca", word, "the PEM file of the authorities that verify trusts", "verify 信任的 CA 的 PEM 文件"),
  full("tls_server_name", word, "the host name that verify wants in the certificate", "verify 要求证书中包含的主机名"),
]);

const fileCheck = block("FILE_CHECK", [
  full("track_file", word, "the watched file", "被监视的文件"),
  full("weight", words, "the factor of the number in the file", "文件中数字的系数"),
  refused("dynamic", any, "documented, but not known to 2.2.7", "有文档，但 2.2.7 不认识"),
]);

const dns = connecting("DNS_CHECK", [
  full("type", choice("A", "NS", "CNAME", "SOA", "MX", "TXT", "AAAA"), "the type of the query", "查询类型", {
    default: "SOA",
  }),
  full("name", word, "the name asked for", "查询的名字", { default: "." }),
]);

const smtp = connecting("SMTP_CHECK", [
  full("helo_name", word, "the name said in HELO", "HELO 中的名字", { default: "smtp_helo_name, or baton.invalid" }),
  full("host", any, "one target (old form)", "一个目标（旧写法）", { block: host, many: true }),
]);

const udp = connecting("UDP_CHECK", [
  full("payload", words, "what is sent, in hexadecimal", "发送的内容（十六进制）", { default: "random bytes" }),
  full(
    "require_reply",
    any,
    "a reply must come; in hexadecimal how it begins, x for any digit",
    "必须收到回复；可用十六进制写明其开头，x 表示任意一位",
  ),
  full("min_reply_length", int(0, 65535), "the shortest reply", "最短回复", { default: "0" }),
  full("max_reply_length", int(0, 65535), "the longest reply", "最长回复", { default: "255" }),
]);

const bfd = block("BFD_CHECK", [
  full("name", word, "the session to follow", "跟随的会话"),
  full("alpha", flag, "starts as failed", "初始为故障"),
]);

export const checkerKeywords: readonly KeywordSpec[] = [
  full("TCP_CHECK", any, "the server is up when a TCP connection succeeds", "能建立 TCP 连接即视为正常", {
    block: tcpCheck,
    many: true,
  }),
  full("HTTP_GET", any, "checks the server by HTTP", "用 HTTP 检查服务器", {
    block: connecting("HTTP_GET", web),
    many: true,
  }),
  full("SSL_GET", any, "checks the server by HTTPS", "用 HTTPS 检查服务器", {
    block: connecting("SSL_GET", web),
    many: true,
  }),
  full("MISC_CHECK", any, "checks the server by a program", "用程序检查服务器", { block: misc, many: true }),
  full("MYSQL_CHECK", any, "checks a MySQL or MariaDB server by logging in", "登录 MySQL 或 MariaDB 以检查服务器", {
    block: mysql,
    many: true,
  }),
  full("SMTP_CHECK", any, "checks the server by SMTP", "用 SMTP 检查服务器", { block: smtp, many: true }),
  full("DNS_CHECK", any, "checks the server by a DNS query", "用 DNS 查询检查服务器", { block: dns, many: true }),
  full("UDP_CHECK", any, "checks the server by a UDP packet", "用 UDP 报文检查服务器", { block: udp, many: true }),
  full("PING_CHECK", any, "checks the server by ICMP echo", "用 ICMP 检查服务器", {
    block: connecting("PING_CHECK", []),
    many: true,
  }),
  full("FILE_CHECK", any, "takes the weight from a watched file", "从被监视的文件取权重", {
    block: fileCheck,
    many: true,
  }),
  refused("CI-LINUX", any, "removed from keepalived after 1.1.4", "1.1.4 之后已从 keepalived 删除", { many: true }),
  full("BFD_CHECK", any, "follows a BFD session", "跟随 BFD 会话", { block: bfd, many: true }),
];

export const retryDefaults: readonly KeywordSpec[] = [
  ...timing.filter((keyword) => keyword.name !== "log_all_failures" && keyword.name !== "alpha"),
  ...connection.filter((keyword) => keyword.name === "connect_timeout"),
];
