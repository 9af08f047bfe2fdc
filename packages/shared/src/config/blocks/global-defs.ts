import {
  address,
  any,
  block,
  choice,
  flag,
  full,
  ignored,
  int,
  type KeywordSpec,
  listBlock,
  MAX_INT,
  MAX_SECONDS,
  none,
  optionalInt,
  seconds,
  spelling,
  word,
  words,
} from "../keyword.ts";

const routerId = full(
  "router_id",
  word,
  "the name of this director in logs and on the dashboard",
  "本机在日志和面板中的名称",
);

const extraGarp = full(
  "vrrp_garp_extra_if",
  words,
  "repeats gratuitous ARP on other interfaces that carry VIPs",
  "在承载 VIP 的其他网卡上重复发送免费 ARP",
);

const vrrp: readonly KeywordSpec[] = [
  full("vrrp_version", choice("2", "3"), "the default VRRP version", "默认的 VRRP 版本", { default: "2" }),
  full(
    "vrrp_down_timer_adverts",
    int(1, 100),
    "the default count of missed adverts before takeover",
    "接管前允许丢失通告数的默认值",
    { default: "3" },
  ),
  full(
    "vrrp_garp_master_delay",
    seconds(0, MAX_INT),
    "the default of garp_master_delay",
    "garp_master_delay 的默认值",
    { default: "5" },
  ),
  full("vrrp_garp_master_repeat", int(1, MAX_INT), "the default of garp_master_repeat", "garp_master_repeat 的默认值", {
    default: "5",
  }),
  full(
    "vrrp_garp_master_refresh",
    seconds(0, MAX_INT),
    "the default of garp_master_refresh",
    "garp_master_refresh 的默认值",
    { default: "0" },
  ),
  full(
    "vrrp_garp_master_refresh_repeat",
    int(1, MAX_INT),
    "the default of garp_master_refresh_repeat",
    "garp_master_refresh_repeat 的默认值",
    { default: "1" },
  ),
  full(
    "vrrp_garp_lower_prio_delay",
    seconds(0, MAX_INT),
    "the default of garp_lower_prio_delay",
    "garp_lower_prio_delay 的默认值",
  ),
  full(
    "vrrp_garp_lower_prio_repeat",
    int(0, MAX_INT),
    "the default of garp_lower_prio_repeat",
    "garp_lower_prio_repeat 的默认值",
  ),
  full("vrrp_min_garp", flag, "one gratuitous ARP only, and no second burst", "只发一个免费 ARP，没有第二轮"),
  full(
    "vrrp_strict",
    flag,
    "rejects what the RFC does not allow, and turns on no_accept",
    "拒绝 RFC 不允许的内容，并启用 no_accept",
  ),
  full(
    "vrrp_skip_check_adv_addr",
    flag,
    "skips the comparison of addresses while the sender stays the same",
    "发送者不变时跳过地址比较",
  ),
  full(
    "vrrp_garp_interval",
    seconds(0, MAX_SECONDS),
    "the pause between gratuitous ARPs on an interface",
    "同一网卡上免费 ARP 之间的间隔",
  ),
  full(
    "vrrp_gna_interval",
    seconds(0, MAX_SECONDS),
    "the pause between unsolicited neighbour advertisements",
    "同一网卡上邻居通告之间的间隔",
  ),
  extraGarp,
  spelling("vrrp_vmac_garp_intvl", extraGarp, "the name is now vrrp_garp_extra_if"),
  full(
    "vrrp_lower_prio_no_advert",
    flag,
    "does not answer a weaker master with an advert",
    "不以通告回应低优先级主节点",
  ),
  full(
    "vrrp_higher_prio_send_advert",
    flag,
    "sends one advert before it yields to a stronger master",
    "让位前先发一个通告",
  ),
  full(
    "vrrp_owner_ignore_adverts",
    flag,
    "lets an address owner drop all adverts it hears",
    "地址拥有者忽略收到的所有通告",
  ),
  full(
    "v3_checksum_as_v2",
    none,
    "leaves the pseudo header out of the IPv4 checksum (RFC 9568)",
    "IPv4 校验和不含伪首部（RFC 9568）",
  ),
  full("vrrp_mcast_group4", address, "another IPv4 multicast group for adverts", "通告使用的其他 IPv4 组播地址"),
  full("vrrp_mcast_group6", address, "another IPv6 multicast group for adverts", "通告使用的其他 IPv6 组播地址"),
  full("vrrp_check_unicast_src", flag, "accepts unicast adverts from listed peers only", "只接受列出的对端的单播通告"),
  full("vrrp_startup_delay", seconds(0, MAX_INT), "holds all instances back after the start", "启动后推迟所有实例"),
  ignored(
    "vrrp_delay_after_boot",
    seconds(0, MAX_INT),
    "holds instances back shortly after the machine's boot",
    "机器刚启动时推迟实例",
  ),
  full("vrrp_notify_priority_changes", flag, "reports priority changes on the pipes", "在管道上报告优先级变化"),
  full("log_unknown_vrids", flag, "logs adverts of VRIDs that are not configured", "记录未配置的 VRID 的通告"),
  ignored("vrrp_iptables", any, "uses iptables for no_accept", "用 iptables 实现 no_accept"),
  ignored("vrrp_ipsets", any, "uses ipsets with iptables", "iptables 配合 ipset"),
  full("nftables", any, "uses nftables for no_accept", "用 nftables 实现 no_accept"),
  full("nftables_priority", int(-MAX_INT, MAX_INT), "the priority of the nftables chains", "nftables 链的优先级"),
  full("nftables_counters", none, "adds counters to the nftables rules", "为 nftables 规则加计数器"),
  full(
    "nftables_ifindex",
    none,
    "keys link-local sets by interface index; Baton's rules name the interface, to the same effect",
    "链路本地集合按网卡序号索引；Baton 的规则写明网卡名，效果相同",
  ),
  full("disable_local_igmp", none, "turns off IGMP reports for 224.0.0.0/24", "关闭 224.0.0.0/24 的 IGMP 报告"),
  full(
    "dynamic_interfaces",
    any,
    "tolerates interfaces that do not exist yet; Baton always does",
    "容许尚不存在的网卡，Baton 总是如此",
  ),
  full("default_interface", word, "the interface of static addresses without dev", "未写 dev 的静态地址使用的网卡", {
    default: "eth0",
  }),
  full("vmac_prefix", word, "the name prefix of macvlan devices", "macvlan 设备名前缀"),
  full("vmac_addr_prefix", word, "the name prefix of per-address macvlans", "按地址建立的 macvlan 名前缀"),
  full("vrrp_rx_bufs_policy", words, "the sizing of the advert socket's buffer", "通告套接字缓冲区的策略"),
  full("vrrp_rx_bufs_multiplier", int(1, MAX_INT), "the factor of that size", "缓冲区大小的倍数"),
  ignored(
    "garp_master_delay",
    any,
    "nothing in this place; it belongs in vrrp_instance",
    "在此处没有作用，应写在 vrrp_instance 中",
  ),
];

const flushOnStop = full(
  "lvs_flush_on_stop",
  any,
  "at stop services leave the IPVS table whole: everybody's, with VS those of this file",
  "停止时整个删除 IPVS 服务：全部，或加 VS 时仅本文件的",
);

const lvs: readonly KeywordSpec[] = [
  full(
    "lvs_sync_daemon",
    words,
    "runs the kernel's connection sync, so that sessions survive a hand-over",
    "运行内核连接同步，使会话在切换后不断",
  ),
  full("lvs_timeouts", words, "sets the kernel's connection timeouts", "设置内核的连接超时"),
  full(
    "lvs_flush",
    none,
    "at the start everything leaves the IPVS table that this file does not have",
    "启动时删除 IPVS 表中本文件没有的一切",
  ),
  flushOnStop,
  spelling("lvs_flush_onstop", flushOnStop, "the name is now lvs_flush_on_stop"),
  full(
    "nftables_ipvs",
    any,
    "makes one fwmark service of each group of addresses, its packets marked by an nftables table of this name",
    "把每个地址组变为一个 fwmark 服务，报文由此名称的 nftables 表打标记",
  ),
  full("nftables_ipvs_priority", int(-MAX_INT, MAX_INT), "the priority of that table's chain", "该表中链的优先级", {
    default: "-1",
  }),
  full("nftables_ipvs_start_fwmark", int(1, 2 ** 32 - 1), "the first fwmark to use", "起始 fwmark", {
    default: "1000",
  }),
  full("checker_log_all_failures", flag, "logs each failed probe", "记录每次失败的探测"),
  full("rs_init_notifies", none, "runs notify_up at the start too", "启动时也运行 notify_up"),
];

const mail: readonly KeywordSpec[] = [
  full("notification_email", any, "the recipients of mail", "邮件接收人", {
    block: listBlock("notification_email"),
    many: true,
  }),
  full("notification_email_from", word, "the sender of mail", "邮件发件人"),
  full("smtp_server", words, "the mail relay", "邮件服务器"),
  full("smtp_connect_timeout", seconds(0, MAX_INT), "the mail relay's timeout", "邮件服务器超时"),
  full("smtp_helo_name", word, "the name said in HELO", "HELO 中的名字"),
  full("smtp_alert", flag, "the default of every smtp_alert", "所有 smtp_alert 的默认值"),
  full("smtp_alert_vrrp", flag, "the default for VRRP mail", "VRRP 邮件的默认值"),
  full("smtp_alert_checker", flag, "the default for checker mail", "检查邮件的默认值"),
  full("no_email_faults", none, "no mail for the fault state", "故障状态不发邮件"),
  full("no_checker_emails", none, "mail only when servers are added or removed", "只在增删服务器时发邮件"),
];

const scripts: readonly KeywordSpec[] = [
  full(
    "enable_script_security",
    flag,
    "refuses root scripts that another user can change",
    "拒绝其他用户可修改的 root 脚本",
  ),
  full("script_user", words, "the account that runs scripts", "运行脚本的账户"),
  full("lvs_notify_fifo", words, "writes checker events to a pipe", "把检查事件写入管道"),
  full("lvs_notify_fifo_script", words, "the reader of that pipe", "该管道的读者"),
  full("vrrp_notify_fifo", words, "writes VRRP events to a pipe", "把 VRRP 事件写入管道"),
  full("vrrp_notify_fifo_script", words, "the reader of that pipe", "该管道的读者"),
  full("notify_fifo", words, "writes all events to a pipe", "把所有事件写入管道"),
  full("notify_fifo_script", words, "the reader of that pipe", "该管道的读者"),
  ignored(
    "fifo_write_vrrp_states_on_reload",
    none,
    "repeats the states on the pipe after a reload",
    "重载后在管道上重复状态",
  ),
  full("startup_script", words, "runs a command before the start", "启动前运行命令"),
  full("startup_script_timeout", int(1, 1000), "ends that command after this time", "该命令的超时", { default: "10" }),
  full("shutdown_script", words, "runs a command after the stop", "停止后运行命令"),
  full("shutdown_script_timeout", int(1, 1000), "ends that command after this time", "该命令的超时", { default: "10" }),
  ignored("set_supplementary_groups", none, "gives scripts the supplementary groups too", "脚本也带附加组"),
  ignored("use_symlink_paths", none, "keeps symbolic links in script paths", "脚本路径保留符号链接"),
];

const perChild = (child: "vrrp" | "checker" | "bfd", scheduling: typeof full): readonly KeywordSpec[] => [
  ignored(`${child}_process_name`, word, `the process name of the ${child} child`, `${child} 子进程的名称`),
  scheduling(`${child}_priority`, int(-20, 19), `the nice value of the ${child} child`, `${child} 子进程的 nice 值`),
  scheduling(
    `${child}_rt_priority`,
    int(-99, 99),
    `the realtime priority of the ${child} child`,
    `${child} 子进程的实时优先级`,
  ),
  ignored(`${child}_cpu_affinity`, words, `the CPUs of the ${child} child`, `${child} 子进程使用的 CPU`),
  scheduling(`${child}_no_swap`, none, `locks the memory of the ${child} child`, `锁定 ${child} 子进程的内存`),
  ignored(
    `${child}_rlimit_rttime`,
    int(1, MAX_INT),
    `the realtime budget of the ${child} child`,
    `${child} 子进程的实时预算`,
  ),
  ignored(
    `${child}_rlimit_rtime`,
    int(1, MAX_INT),
    `old spelling of ${child}_rlimit_rttime`,
    `${child}_rlimit_rttime 的旧写法`,
  ),
];

const buffers: readonly KeywordSpec[] = [
  "vrrp_netlink_cmd_rcv_bufs",
  "vrrp_netlink_monitor_rcv_bufs",
  "lvs_netlink_cmd_rcv_bufs",
  "lvs_netlink_monitor_rcv_bufs",
  "process_monitor_rcv_bufs",
].flatMap((name) => [
  ignored(name, int(1, MAX_INT), "the size of a receive buffer", "接收缓冲区大小"),
  ignored(`${name}_force`, flag, "sets that size beyond the system's limit", "允许超过系统上限"),
]);

const snmpVrrp = ignored(
  "enable_snmp_vrrp",
  none,
  "serves the VRRP part of KEEPALIVED-MIB",
  "提供 KEEPALIVED-MIB 的 VRRP 部分",
);
const monitoring: readonly KeywordSpec[] = [
  snmpVrrp,
  spelling("enable_snmp_keepalived", snmpVrrp, "the name is now enable_snmp_vrrp"),
  ignored("enable_snmp_checker", none, "serves the checker part of KEEPALIVED-MIB", "提供 KEEPALIVED-MIB 的检查部分"),
  ignored("enable_snmp_rfc", none, "serves the MIBs of RFC 2787 and RFC 6527", "提供 RFC 2787 与 RFC 6527 的 MIB"),
  ignored("enable_snmp_rfcv2", none, "serves the MIB of RFC 2787", "提供 RFC 2787 的 MIB"),
  ignored("enable_snmp_rfcv3", none, "serves the MIB of RFC 6527", "提供 RFC 6527 的 MIB"),
  ignored("enable_traps", none, "sends SNMP traps", "发送 SNMP trap"),
  ignored("snmp_socket", word, "the AgentX socket", "AgentX 套接字"),
  ignored("snmp_vs_stats_update_interval", any, "the age of IPVS counters in SNMP", "SNMP 中 IPVS 计数的缓存时间"),
  ignored("snmp_rs_stats_update_interval", any, "the age of server counters in SNMP", "SNMP 中服务器计数的缓存时间"),
  ignored("enable_dbus", none, "sends state signals over D-Bus", "通过 D-Bus 发送状态信号"),
  ignored("dbus_service_name", word, "the name on the bus", "总线上的名称"),
  ignored("dbus_no_interface_name", none, "leaves the interface out of the object's path", "对象路径不含网卡名"),
  ignored("json_version", choice("1", "2"), "the layout of the JSON dump", "JSON 转储的版式"),
  ignored("json_dump_file", word, "where the JSON dump goes", "JSON 转储文件"),
  ignored("state_dump_file", word, "where the state dump goes", "状态转储文件"),
  ignored("stats_dump_file", word, "where the statistics dump goes", "统计转储文件"),
  ignored("data_use_instance", flag, "puts the instance's name into the names of dumps", "转储文件名带实例名"),
];

const daemon: readonly KeywordSpec[] = [
  ignored("process_names", flag, "gives each child its own process name", "每个子进程有自己的名称"),
  ignored("process_name", word, "the parent's process name", "父进程名称"),
  ignored("lvs_process_name", word, "old name of checker_process_name", "checker_process_name 的旧名"),
  ignored(
    "max_auto_priority",
    optionalInt(-1, 99),
    "raises the scheduling priority when timers slip",
    "定时器延迟时自动提高调度优先级",
  ),
  ignored("min_auto_priority_delay", int(1, MAX_INT), "the slip needed before that", "触发提高的最小延迟"),
  ignored("umask", words, "the mask of created files", "创建文件的掩码"),
  ignored("random_seed", int(0, MAX_INT), "makes the macro _RANDOM repeatable", "使宏 _RANDOM 可重复"),
  full(
    "reload_check_config",
    any,
    "validates a new file before a reload; Baton always does, and logs what is wrong",
    "重载前先检查，Baton 总是如此，并记录问题",
  ),
  full(
    "reload_time_file",
    word,
    "a file whose first line is the time of a reload: [[YY]YY-MM-DD ]HH:MM:SS, with Z in UTC",
    "首行为重载时间的文件：[[YY]YY-MM-DD ]HH:MM:SS，末尾加 Z 表示 UTC",
  ),
  full("reload_repeat", none, "repeats a timed reload every day", "每天重复定时重载"),
  full("reload_file", any, "a file that exists while the configuration is read anew", "重新读取配置期间存在的文件", {
    default: "/run/keepalived.reload",
  }),
  ignored("include_check", any, "how strict a missing include is", "缺少 include 文件时的严格程度"),
  ignored("config_save_dir", word, "keeps copies of the configuration", "保存配置副本"),
  ignored("tmp_config_directory", word, "where the merged copy is held", "合并副本的位置"),
  ignored("iproute_usr_dir", word, "where rt_tables is", "rt_tables 的位置"),
  ignored("iproute_etc_dir", word, "where rt_tables is", "rt_tables 的位置"),
  ignored("plugin_dir", any, "nothing since keepalived 1.2.20", "自 keepalived 1.2.20 起没有作用", {
    old: "keepalived dropped it after 1.2.19",
  }),
];

export const globalDefs = block("global_defs", [
  routerId,
  spelling("lvs_id", routerId, "the name is now router_id; taken as that"),
  ...vrrp,
  ...lvs,
  ...mail,
  ...scripts,
  ...perChild("vrrp", full),
  ...perChild("checker", ignored),
  ...perChild("bfd", ignored),
  ...buffers,
  ...monitoring,
  ...daemon,
]);
