import type { PhrasesByCode } from "./phrases.ts";

/** Of virtual servers, their pools and checks, mail and what else global_defs says. */
export const SERVICES: PhrasesByCode = {
  "config.bad-address": {
    "'{word}' is not an address or a range of at most {n}": "'{word}' 不是地址，也不是最多含 {n} 个地址的范围",
  },
  "config.bad-value": {
    "'{word}' is not a port: 1 to 65535 is": "'{word}' 不是端口：应为 1 到 65535",
    "'{word}' is not a port": "'{word}' 不是端口",
    "a group's name has at most 100 characters": "组名最多 100 个字符",
    "a firewall mark is a number from 1 to {n}": "防火墙标记是 1 到 {n} 的数字",
    "'{word}' is neither inet nor inet6": "'{word}' 既不是 inet 也不是 inet6",
    "a service by firewall mark has no address that could be on this host or not":
      "以防火墙标记定义的服务没有地址，无从判断其是否在本机",
    "'{word}' is not a mask such as 255.255.255.0, nor a prefix length":
      "'{word}' 既不是形如 255.255.255.0 的掩码，也不是前缀长度",
    "{keyword}: '{word}' is not one of NAT, DR, TUN{reason}": "{keyword}：'{word}' 不是 NAT、DR、TUN 之一{reason}",
    "'{word}' is no option of a tunnel": "'{word}' 不是隧道的选项",
    "a gue tunnel needs a port": "gue 隧道需要端口",
    "a tunnel of type {word} has no port": "{word} 类型的隧道没有端口",
    "a tunnel of type ipip has no checksum": "ipip 类型的隧道没有校验和",
    "a tunnel of type gre has no remote checksum": "gre 类型的隧道没有远端校验和",
    "'{word} {word2}' is no timeout": "'{word} {word2}' 不是超时设置",
    "'{word}' is not VS": "'{word}' 不是 VS",
    "'{word}' is not the name of an nftables table of its own": "'{word}' 不能作为单独的 nftables 表的名称",
    "'{word}' is not the name of a network namespace": "'{word}' 不是网络命名空间的名称",
    "more than {n} recipients": "收件人超过 {n} 个",
    "'{word}' is not a path: it begins with / and has no spaces": "'{word}' 不是路径：路径以 / 开头且不含空格",
    "'{word}' is not a host name": "'{word}' 不是主机名",
    "'{word}' is not a domain name": "'{word}' 不是域名",
    "'{word}' is not an MD5: 32 hexadecimal digits are": "'{word}' 不是 MD5：应为 32 位十六进制数字",
    "{keyword} {n}: only the first {n2} bytes of a page are searched": "{keyword} {n}：只在页面的前 {n2} 个字节中查找",
    "'{word}' is not a status such as 200, nor a range such as 200-299":
      "'{word}' 既不是形如 200 的状态码，也不是形如 200-299 的范围",
    "regex: {pattern}": "regex：{pattern}",
    "write the whole path": "请写完整路径",
    "'tls_server_name' needs 'tls verify'": "'tls_server_name' 需要 'tls verify'",
    "weight_by_lag takes FULL ZERO [HYSTERESIS] in whole seconds, FULL below ZERO":
      "weight_by_lag 的参数为 FULL ZERO [HYSTERESIS]，以整秒计，FULL 小于 ZERO",
    "'{word}' is not a name to say in HELO": "'{word}' 不是可在 HELO 中使用的名称",
    "'{word}' is not an absolute path": "'{word}' 不是绝对路径",
    "'{word}' is not hexadecimal": "'{word}' 不是十六进制",
    "more than {n} bytes": "超过 {n} 个字节",
    "max_reply_length {n} is below min_reply_length {n2}": "max_reply_length {n} 小于 min_reply_length {n2}",
    "'{word}' is not {what}": "'{word}' 不是{what}",
    "{keyword}: {problem}": "{keyword}：{problem}",
  },
  "config.default-taken": {
    "this virtual server has no 'lb_kind'; NAT is taken": "该虚拟服务器没有 'lb_kind'，采用 NAT",
    "this virtual server has no 'lb_algo'; wlc is taken": "该虚拟服务器没有 'lb_algo'，采用 wlc",
  },
  "config.duplicate-server": {
    "virtual server {service} is there twice": "虚拟服务器 {service} 出现两次",
    "real server {address} port {n} stands in this pool twice": "真实服务器 {address} 端口 {n} 在此池中出现两次",
    "a service stands in this group twice": "同一服务在此组中出现两次",
  },
  "config.missing-port": {
    "a virtual server without a port must be persistent": "没有端口的虚拟服务器必须启用会话保持",
  },
  "config.missing-protocol": {
    "this virtual server has no 'protocol', and keepalived then takes UDP":
      "该虚拟服务器没有 'protocol'，此时 keepalived 取 UDP",
  },
  "config.missing-value": {
    "this BFD_CHECK has no 'name'": "该 BFD_CHECK 缺少 'name'",
    "this FILE_CHECK has no 'track_file'": "该 FILE_CHECK 缺少 'track_file'",
    "this MISC_CHECK has no 'misc_path'": "该 MISC_CHECK 缺少 'misc_path'",
    "this MYSQL_CHECK has no 'defaults_file' to log in with": "该 MYSQL_CHECK 缺少登录所需的 'defaults_file'",
    "this {word} has no 'url'": "该 {word} 缺少 'url'",
    "this url has no 'path'": "该 url 缺少 'path'",
    "a certificate needs its key, and a key its certificate": "证书需要其私钥，私钥也需要其证书",
  },
  "config.mixed-families": {
    "{address} and its virtual server are of different address families": "{address} 与其虚拟服务器的地址族不同",
    "a group is either IPv4 or IPv6: its pool is of one family": "一个组只能是 IPv4 或 IPv6：其服务器池属于同一地址族",
  },
  "config.nb-get-retry": { "'nb_get_retry' in TCP_CHECK {effect}": "TCP_CHECK 中的 'nb_get_retry' {effect}" },
  "config.no-effect": {
    "'{keyword}' says nothing without 'require_reply'": "没有 'require_reply' 时 '{keyword}' 无意义",
    "'{keyword}_script' is never started: there is no '{keyword2}' to read":
      "'{keyword}_script' 永远不会启动：没有可读取的 '{keyword2}'",
    "'lvs_notify_fifo_script' is not started: {word} is the pipe of another keyword, whose reader reads it":
      "'lvs_notify_fifo_script' 不会启动：{word} 是另一个关键字的管道，由其读者读取",
  },
  "config.no-servers": {
    "this virtual server has no real_server": "该虚拟服务器没有 real_server",
    "every real_server of this virtual server is a standby": "该虚拟服务器的所有 real_server 都是 standby",
    "virtual_server_group {name} is empty": "virtual_server_group {name} 为空",
  },
  "config.old-spelling": {
    "'persistence_timeout 0' is taken as no persistence": "'persistence_timeout 0' 按无会话保持处理",
  },
  "config.port-forced": {
    "{word} cannot change the port: {n} is taken as {n2}": "{word} 不能改变端口：{n} 按 {n2} 处理",
    "{word} cannot change the port: {address} gets packets at the port of each service of the group":
      "{word} 不能改变端口：{address} 在组内每个服务的端口上收到数据包",
  },
  "config.quorum": {
    "quorum {n} is above the total weight {n2}; taken as {n3}": "quorum {n} 大于总权重 {n2}；按 {n3} 处理",
    "hysteresis {n} is not below the quorum {n2}; taken as {n3}": "hysteresis {n} 不小于 quorum {n2}；按 {n3} 处理",
  },
  "config.too-large": {
    "the groups, written out for each virtual_server, have more than {n} services":
      "按每个 virtual_server 展开后，各组的服务超过 {n} 个",
    "with require_no_other_writer each database of a pool asks all others: at most {n} servers":
      "使用 require_no_other_writer 时池中每个数据库都要询问其余所有数据库：最多 {n} 台服务器",
  },
  "config.too-many-addresses": {
    "the groups have more than {n} services in all": "各组的服务总数超过 {n} 个",
    "a group has at most {n} services": "一个组最多 {n} 个服务",
  },
  "config.unknown-group": { "there is no virtual_server_group {name}": "没有名为 {name} 的 virtual_server_group" },
};
