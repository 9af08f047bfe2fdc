import {
  any,
  block,
  choice,
  choiceInAnyCase,
  flag,
  full,
  ignored,
  int,
  type KeywordSpec,
  MAX_INT,
  none,
  optionalSeconds,
  refused,
  spelling,
  word,
  words,
} from "../keyword.ts";
import { checkerKeywords, retryDefaults } from "./checkers.ts";

/** The kernel's schedulers (net/netfilter/ipvs). */
export const SCHEDULERS = [
  "rr",
  "wrr",
  "lc",
  "wlc",
  "lblc",
  "lblcr",
  "sh",
  "mh",
  "dh",
  "fo",
  "ovf",
  "sed",
  "nq",
  "twos",
] as const;

const lbAlgo = full(
  "lb_algo",
  choice(...SCHEDULERS),
  "the scheduler that picks the server of a new connection",
  "为新连接选择服务器的调度算法",
  { default: "wlc" },
);
const lbKind = full(
  "lb_kind",
  words,
  "how packets reach the server: NAT, DR or TUN",
  "报文到达服务器的方式：NAT、DR 或 TUN",
  { default: "NAT" },
);
const weight = full("weight", int(0, MAX_INT), "the share of new connections", "新连接的权重", { default: "1" });
const inhibit = full(
  "inhibit_on_failure",
  flag,
  "sets the weight to 0 on failure instead of removing the server",
  "故障时权重置 0 而不是删除服务器",
);
const alpha = full("alpha", flag, "servers start as failed until their first success", "服务器在首次成功之前视为故障");

const hooks: readonly KeywordSpec[] = [
  full("smtp_alert", flag, "sends mail", "发送邮件"),
  ignored("snmp_name", word, "the name shown in SNMP", "SNMP 中显示的名称"),
  full("virtualhost", word, "the default Host header of HTTP checks", "HTTP 检查默认的 Host 头"),
];

const rise = full(
  "rise",
  int(1, 1000),
  "Baton's own: so many successes in a row before a server that is down is back",
  "Baton 自有：故障的服务器须连续成功这么多次才恢复",
  { default: "1" },
);

const realServer = block("real_server", [
  weight,
  inhibit,
  rise,
  full(
    "standby",
    flag,
    "Baton's own: checked like the others, serves only while the others have lost their quorum",
    "Baton 自有：与其他服务器一样检查，仅当其他服务器失去法定权重时才提供服务",
  ),
  full("alpha", flag, "this server starts as failed until its first success", "此服务器在首次成功之前视为故障"),
  full("lvs_method", words, "how packets reach this server: NAT, DR or TUN", "报文到达此服务器的方式：NAT、DR 或 TUN"),
  full("notify_up", words, "runs a command when the server comes up", "服务器恢复时运行命令"),
  full("notify_down", words, "runs a command when the server goes down", "服务器故障时运行命令"),
  full("uthreshold", int(0, MAX_INT), "stops new connections above this count", "连接数高于此值时不再接受新连接"),
  full(
    "lthreshold",
    int(0, MAX_INT),
    "accepts new connections again below this count",
    "连接数低于此值时重新接受新连接",
  ),
  ...hooks,
  ...retryDefaults,
  ...checkerKeywords,
]);

export const virtualServer = block("virtual_server", [
  lbAlgo,
  spelling("lvs_sched", lbAlgo),
  lbKind,
  spelling("lvs_method", lbKind),
  full(
    "protocol",
    choiceInAnyCase("TCP", "UDP", "SCTP"),
    "the protocol of the service; keepalived takes UDP when it is missing",
    "服务的协议，缺省时 keepalived 取 UDP",
  ),
  full(
    "persistence_timeout",
    optionalSeconds(0, 2678400),
    "keeps a client on its server for this long",
    "同一客户端保持在同一服务器的时间",
    { default: "360" },
  ),
  full("real_server", words, "one server of the pool", "服务器池中的一台服务器", { block: realServer, many: true }),
  full("quorum", int(1, MAX_INT), "the weight that must be alive", "必须存活的总权重", { default: "1" }),
  full("hysteresis", int(0, MAX_INT), "the margin around the quorum", "法定权重的回差", { default: "0" }),
  alpha,
  full("omega", none, "counts servers as down at shutdown too", "停止时也按故障处理服务器"),
  inhibit,
  weight,
  rise,
  ...retryDefaults,
  full("sorry_server", words, "the stand-in when the quorum is lost", "法定权重不足时的替补服务器"),
  full(
    "sorry_server_inhibit",
    none,
    "keeps the stand-in at weight 0 rather than removing it",
    "替补服务器保留为权重 0",
  ),
  full("sorry_server_lvs_method", words, "how packets reach the stand-in", "报文到达替补服务器的方式"),
  full("quorum_up", words, "runs a command when the quorum is reached", "达到法定权重时运行命令"),
  full("quorum_down", words, "runs a command when the quorum is lost", "失去法定权重时运行命令"),
  full("persistence_granularity", word, "groups clients by this mask", "按此掩码归并客户端"),
  full("persistence_engine", choice("sip"), "the kernel's persistence engine", "内核的会话保持引擎"),
  full("ops", none, "one-packet scheduling for UDP", "UDP 单包调度"),
  full("flag-1", none, "sets the scheduler's first flag", "设置调度器的第一个标志"),
  full("flag-2", none, "sets the scheduler's second flag", "设置调度器的第二个标志"),
  full("flag-3", none, "sets the scheduler's third flag", "设置调度器的第三个标志"),
  full("sh-port", none, "lets sh hash the port too", "sh 算法同时散列端口"),
  full("sh-fallback", none, "lets sh pick another server when the first is down", "sh 算法在首选不可用时另选"),
  full("mh-port", none, "lets mh hash the port too", "mh 算法同时散列端口"),
  full("mh-fallback", none, "lets mh pick another server when the first is down", "mh 算法在首选不可用时另选"),
  full(
    "hashed",
    none,
    "a flag that only the kernel itself can set: it takes it from nobody",
    "只能由内核自己设置的标志，内核不接受外部设置",
  ),
  full(
    "only_while_master",
    flag,
    "Baton's own: in the IPVS table only while this host carries the address other than on loopback; for directors that are real servers too",
    "Baton 自有：仅当本机（环回接口除外）持有该地址时才写入 IPVS 表；用于兼作真实服务器的主机",
  ),
  full("ha_suspend", none, "pauses probes while the VIP is not local", "VIP 不在本机时暂停探测"),
  full("ip_family", choice("inet", "inet6"), "the address family of a fwmark service", "fwmark 服务的地址族"),
  ...hooks,
  ignored("nat_mask", word, "nothing since keepalived 1.2.20", "自 keepalived 1.2.20 起没有作用", {
    old: "keepalived dropped it after 1.2.19, and it did nothing by then",
  }),
  refused(
    "laddr_group_name",
    word,
    "a word of DPVS, another program; its FNAT mode does not exist here",
    "另一程序 DPVS 的词，这里没有 FNAT 模式",
  ),
  refused("real_group", any, "removed from keepalived after 1.0", "1.0 之后已从 keepalived 删除"),
]);
