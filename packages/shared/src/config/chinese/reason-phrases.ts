import type { Phrases } from "../../base/dictionary.ts";

/** Why `modernise` rewrites. */
export const REASONS: Phrases = {
  "the keyword is retry; keepalived refuses nb_get_retry in TCP_CHECK":
    "关键字是 retry；keepalived 拒绝 TCP_CHECK 中的 nb_get_retry",
  "it has done nothing since keepalived 1.2.20": "自 keepalived 1.2.20 起它不起任何作用",
  "0 means no persistence, which is what leaving it out means": "0 表示无会话保持，与不写相同",
  "the keyword is router_id since 1.1.8": "自 1.1.8 起关键字是 router_id",
  "the keyword is lvs_flush_on_stop since 2.2.0": "自 2.2.0 起关键字是 lvs_flush_on_stop",
  "the keyword is enable_snmp_vrrp since 2.0.0": "自 2.0.0 起关键字是 enable_snmp_vrrp",
  "0 is no pause, which is the default": "0 表示不停顿，这正是默认值",
  "asks MySQL itself whether it answers (no account is needed); such scripts usually stop keepalived, which then stays down. What yours does beyond that is not seen here: keep it if you need that":
    "直接询问 MySQL 是否应答（不需要账户）；这类脚本通常会停止 keepalived，之后它不会再启动。您的脚本还做了什么，这里看不到：如有需要请保留",
  "the kernel's list of processes says it without a program being started every interval":
    "内核的进程列表就能说明，不必每个周期都启动一个程序",
  "a process is not asked at intervals": "进程不按周期询问",
  "a script's weight is 0 when none is given, a process's is 1": "未写权重时，脚本的权重是 0，进程的是 1",
  "what the VIP depends on: MySQL answers (mysqladmin ping needs no account)":
    "VIP 所依赖的条件：MySQL 有应答（mysqladmin ping 不需要账户）",
  "the tracked check gives the VIP up when MySQL does not answer, and lets it come back; a killed keepalived stays down":
    "被跟踪的检查在 MySQL 不应答时让出 VIP，之后也能让它回来；被杀掉的 keepalived 则不会再启动",
  "logs in to MySQL instead of only opening a connection": "登录 MySQL，而不只是建立连接",
  "a file of mode 0600 with [client], user and password; the account needs no right but to log in":
    "权限为 0600 的文件，含 [client]、user 和 password；该账户只需要登录权限",
  "while MySQL does not answer here, this instance is in fault and the other director takes over":
    "本机 MySQL 不应答期间，该实例处于 FAULT，由另一台调度器接管",
};
