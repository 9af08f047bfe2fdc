import type { Phrases } from "../../base/dictionary.ts";

/** What a field may hold that is English too, by the field's kind. */
export const PARTS: Readonly<Record<string, Phrases>> = {
  lack: { "needs a value": "需要一个值" },
  /** A value that is not what its keyword takes. */
  problem: {
    "'{word}' is not on or off": "'{word}' 不是 on 或 off",
    "{n} is outside {n2} to {n3}": "{n} 超出 {n2} 到 {n3} 的范围",
    "'{word}' is not one of {list}": "'{word}' 不是下列之一：{list}",
    '"{word}" is not an IP address': "“{word}” 不是 IP 地址",
    "'{word}' is not {what}": "'{word}' 不是{what}",
  },
  what: {
    "a whole number": "整数",
    "a number of seconds": "秒数",
    "a mail address": "邮件地址",
    "the name or address of a host": "主机名或主机地址",
    "a name to say in HELO": "可在 HELO 中使用的名称",
  },
  quantity: {
    "a number": "数字",
    "a lifetime": "有效期（秒）",
    "a weight": "权重",
    "a TTL": "TTL",
    "an IP protocol": "IP 协议号",
    "a table": "路由表",
    "a scope": "作用域",
    "a routing protocol": "路由协议",
    "MTU, ADVERT or a number of bytes": " MTU、ADVERT 或字节数",
    "{quantity}: {list} or a number": "{quantity}（{list} 或数字）",
  },
  /** Of a pattern: what the platform says of it stays as it is. */
  pattern: {
    "'{word}' is PCRE's own and not known to JavaScript's regular expressions, which are used here":
      "'{word}' 是 PCRE 特有的，此处使用的 JavaScript 正则表达式没有它",
    "a '[' is never closed": "有一个 '[' 没有闭合",
    "the option '{word}' is not supported": "不支持选项 '{word}'",
    "{text}": "{text}",
  },
  /** Of use_ipvlan. */
  option: { mode: "模式", address: "地址", name: "名称" },
  policy: { "the number": "数字", MTU: " MTU " },
  /** Of the bytes of a password. */
  use: { count: "有效", "are sent and compared": "会被发送和比较" },
  reason: { "": "", "; FNAT exists in DPVS only": "；FNAT 只在 DPVS 中有" },
  where: { "": "", " before '{word}' in line {n}": "，应在第 {n} 行的 '{word}' 之前闭合" },
  old: {
    "the name is now retry": "现在的名称是 retry",
    "the name is now garp_extra_if": "现在的名称是 garp_extra_if",
    "the name is now vrrp_garp_extra_if": "现在的名称是 vrrp_garp_extra_if",
    "the name is now lvs_flush_on_stop": "现在的名称是 lvs_flush_on_stop",
    "the name is now enable_snmp_vrrp": "现在的名称是 enable_snmp_vrrp",
    "the name is now timer_expired_backup": "现在的名称是 timer_expired_backup",
    "the name is now router_id; taken as that": "现在的名称是 router_id；按此处理",
    "keepalived dropped it after 1.2.19": "keepalived 在 1.2.19 之后去掉了它",
    "keepalived dropped it after 1.2.19, and it did nothing by then":
      "keepalived 在 1.2.19 之后去掉了它，而且此前它已不起作用",
    "the place for it is now 'lvs_sync_daemon IF INSTANCE' in global_defs":
      "现在应写在 global_defs 中：'lvs_sync_daemon 网卡 实例'",
  },
  strictness: {
    "adverts are not authenticated": "通告不做认证",
    "there is no preempt_delay": "没有 preempt_delay",
    "state MASTER goes with priority 255 alone": "state MASTER 只能与优先级 255 一起使用",
    "version 2 knows no accept mode: traffic for the addresses is dropped":
      "版本 2 没有 accept 模式：发往这些地址的流量被丢弃",
    "there is no higher_prio_send_advert": "没有 higher_prio_send_advert",
    "adverts leave from the macvlan": "通告从 macvlan 发出",
    "a weaker master is not answered with gratuitous ARP": "不以免费 ARP 应答较弱的主节点",
  },
  effect: {
    "is taken as retry = {n}; keepalived never did so": "按 retry = {n} 处理；keepalived 从未如此",
    "has no effect: 'retry' is given too": "无效：同时写了 'retry'",
    "the next advert carries it, and the higher one becomes master": "下一个通告即携带它，较高者成为主节点",
    "until the other director has it too, version 2 drops these adverts":
      "在另一台调度器也改变之前，版本 2 会丢弃这些通告",
    "it counts when a weaker master is heard next": "下次听到较弱的主节点时生效",
    "adverts go there from now on": "此后通告发往该处",
    "until the other director has it too, neither hears the other": "在另一台调度器也改变之前，双方互相听不到",
    "it counts while master": "作为主节点时有效",
    "the instance is stopped and started anew": "实例停止并重新启动",
    "so much may wait on the interface for being read": "网卡上等待读取的数据最多为此值",
  },
  service: {
    "fwmark {n} ({word})": "防火墙标记 {n}（{word}）",
    "{word} group {name}": "{word} 组 {name}",
    "{word} {address} port {n}": "{word} {address} 端口 {n}",
  },
  server: { "{address} port {n}": "{address} 端口 {n}" },
  member: { "{server} of {service}": "{service} 中 {server}" },
  identity: {
    "virtual_router_id {n} on {interface}, version {n2}": "virtual_router_id {n}，网卡 {interface}，版本 {n2}",
  },
  place: { "{address} on {interface}": "{interface} 上的 {address}" },
  deed: {
    "is removed": "被移除",
    "is added and announced by gratuitous ARP": "被添加并以免费 ARP 通告",
  },
  setting: {
    "the services": "服务",
    "the weight of {server} in the pool": "池中 {server} 的权重",
    preemption: "抢占",
    priority: "优先级",
    "multicast group": "组播地址",
    "receive buffer": "接收缓冲区",
    "{keyword}": " {keyword} ",
  },
  value: {
    on: "开",
    off: "关",
    none: "无",
    multicast: "组播",
    "{n} s": "{n} 秒",
    "the usual one": "默认值",
    "{n} times the MTU": "MTU 的 {n} 倍",
    "{n} bytes": "{n} 字节",
    "{name} ({word}) with its own link-local address": "{name}（{word}），使用自己的链路本地地址",
    "every {n} s on {list}": "每 {n} 秒在 {list} 上",
    "{service}": "{service}",
    "{text}": "{text}",
  },
  /** A script of the daemon with its time. */
  script: { nothing: "无", "{text} ({n} s at most)": "{text}（最多 {n} 秒）" },
  /** Who writes to a notify pipe. */
  news: {
    "all state changes": "所有状态变化",
    "state changes of VRRP": "VRRP 的状态变化",
    "servers and quorums": "服务器和 quorum 的变化",
  },
  namespace: { none: "无", "{text}": "{text}" },
  /** A file of reload_time_file or reload_file. */
  file: { none: "无", "{text}, every day": "{text}（每天）", "{text}": "{text}" },
  /** A BFD session's neighbour. */
  neighbour: {
    "with {address}, across routers": "与 {address}（跨路由器）",
    "with {address}": "与 {address}",
  },
  marks: {
    "a mark from {n} on, set by the nftables table {word} at priority {n2}":
      "从 {n} 开始的标记，由优先级 {n2} 的 nftables 表 {word} 设置",
  },
  spans: { "{n} s and {n2} s": "{n} 秒和 {n2} 秒" },
  both: { "": "", "both start as MASTER and ": "两台都以 MASTER 启动，且" },
  others: { nobody: "任何实例都不", "{list}": " {list} " },
};
