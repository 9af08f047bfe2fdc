/** What the commands say themselves, in English and Chinese. */
export const WORDS = {
  "{n} s": "{n} 秒",
  "{n} min": "{n} 分钟",
  "{n} h": "{n} 小时",

  // config
  "{n} errors": "{n} 个错误",
  "{n} error": "{n} 个错误",
  "more than {n} errors": "超过 {n} 个错误",
  "{n} warnings": "{n} 个警告",
  "{n} warning": "{n} 个警告",
  "more than {n} warnings": "超过 {n} 个警告",
  "{file}: {errors}, {warnings}": "{file}：{errors}，{warnings}",
  "The two fit together.": "两个文件相互匹配。",
  "Nothing would change.": "不会有任何变化。",
  wire: "网络",
  addresses: "地址",
  table: "表",
  checks: "检查",
  "{file}: not formatted; `baton config fmt --write {file}` does it":
    "{file}：未格式化；可用 `baton config fmt --write {file}` 格式化",
  "Nothing to rewrite: no old spellings, or braces that do not match.":
    "没有可改写的内容：没有旧写法，或花括号不匹配。",
  "the agent runs Baton {version} and this is {own}: name its configuration file instead":
    "agent 运行的是 Baton {version}，而这里是 {own}：请改为指定其配置文件",
  "the agent runs without a configuration": "agent 没有使用配置运行",

  // agent status
  "{name} ({roles}), Baton {version}, up {span}": "{name}（{roles}），Baton {version}，已运行 {span}",
  "hub: {state}, {n} event(s) waiting": "hub：{state}，{n} 个事件待发送",
  "hub: {state} ({detail}), {n} event(s) waiting": "hub：{state}（{detail}），{n} 个事件待发送",
  off: "未配置",
  enrolling: "正在注册",
  connecting: "正在连接",
  connected: "已连接",
  refused: "被拒绝",
  "unknown: last seen {span} ago": "未知：最近一次确认在 {span}前",
  "unknown: last seen never": "未知：从未确认",
  "no address": "无地址",
  "{key} (VRID {vrid}, {interface}): {state} for {span}, holds {held}":
    "{key}（VRID {vrid}，{interface}）：{state} 已 {span}，持有 {held}",
  "{key}: not in the kernel's table": "{key}：不在内核表中",
  "{key}: {health}, weight {weight}, {active} active, {inactive} inactive":
    "{key}：{health}，权重 {weight}，活动连接 {active}，非活动连接 {inactive}",
  "none (not in the table)": "无（不在表中）",
  "{key} on lo: {state}": "{key} 在 lo 上：{state}",
  right: "正确",
  "{key}: replicates from {source}, {lag} s behind": "{key}：从 {source} 复制，落后 {lag} 秒",
  "{key}[{pid}] {state} for {span}, {restarts} restart(s)": "{key}[{pid}] {state} 已 {span}，重启 {restarts} 次",
  running: "运行中",
  restarting: "重启中",
  stopped: "已停止",
  "{key}: answers for {span}": "{key}：有应答，已 {span}",
  "{key}: does not answer ({why}) for {span}": "{key}：无应答（{why}），已 {span}",
  "virtual-router": "虚拟路由器",
  "virtual-server": "虚拟服务器",
  "real-server": "真实服务器",
  "loopback-vip": "回环 VIP",
  replication: "复制",
  process: "进程",
  probe: "探测",

  // vrrp, service
  INSTANCE: "实例",
  VRID: "VRID",
  INTERFACE: "网卡",
  STATE: "状态",
  PRIORITY: "优先级",
  SINCE: "已持续",
  HOLDS: "持有地址",
  MASTER: "主节点",
  master: "主节点",
  backup: "备节点",
  fault: "故障",
  initialize: "初始化",
  done: "已完成",
  "{outcome}: {message} [{code}]": "{outcome}：{message} [{code}]",
  failed: "失败",
  expired: "过期",
  up: "正常",
  down: "故障",
  unchecked: "未检查",
  "not in the table": "不在表中",
  "{weight} (configured {configured}; {why})": "{weight}（配置为 {configured}；{why}）",
  "weight {weight}": "权重 {weight}",
  overridden: "已改写",
  "overridden until {time}": "已改写，至 {time}",
  "there is no virtual server {name}; known: {known}": "没有虚拟服务器 {name}；已知的有：{known}",
  "there are several virtual servers {name}; known: {known}": "名为 {name} 的虚拟服务器有多个；已知的有：{known}",
  none: "无",

  // realserver, replay
  "this needs {capabilities}; run it as root": "这需要 {capabilities}；请以 root 运行",
  "nothing to do": "无需改动",
  "{key}: this host is a DR real server for it": "{key}：本机是它的 DR 真实服务器",
  "{events} events, {transitions} transitions, {differences} different from the recording":
    "{events} 个事件，{transitions} 次状态变化，其中 {differences} 次与记录不同",
  "DIFFERS, recorded was {was}": "不一致，记录为 {was}",
  "no transition": "无状态变化",
} as const;

/** A text of the table, which is its own name. */
export type Word = keyof typeof WORDS;
