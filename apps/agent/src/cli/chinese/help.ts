/** Descriptions and closing texts of --help. */
export const HELP: Readonly<Record<string, string>> = {
  "High availability for a MySQL/MariaDB master-master pair behind one virtual IP":
    "以一个虚拟 IP 为 MySQL/MariaDB 双主提供高可用",
  "en or zh-CN, for what people read; without it, that of the locale (LC_ALL, LC_MESSAGES, LANG)":
    "en 或 zh-CN，供人阅读的内容所用的语言；不给则取自 locale（LC_ALL、LC_MESSAGES、LANG）",

  "the daemon on directors, database hosts and witnesses": "调度器、数据库主机和探测点上的守护进程",
  "run in the foreground; logs go to stderr": "在前台运行；日志写到 stderr",
  "keepalived.conf; makes this agent a director": "keepalived.conf；使此 agent 成为调度器",
  "folder for the key, the outbox and the control socket": "存放密钥、待发事件和控制套接字的目录",
  "name of this node at the hub (default: the host name)": "此节点在 hub 上的名称（默认：主机名）",
  "director, realserver or witness; repeatable": "director、realserver 或 witness；可重复",
  "hub to report to; everything works without one": "要上报的 hub；没有 hub 也一切正常",
  "one-time token, needed until this agent has its own key": "一次性令牌，在此 agent 有自己的密钥之前需要",
  "address a real server carries on loopback; repeatable": "真实服务器在回环接口上的地址；可重复",
  "my.cnf-style file: [client] host, port, socket, user, password":
    "my.cnf 格式的文件：[client] host、port、socket、user、password",
  "endpoint to probe once a second; repeatable": "每秒探测一次的端点；可重复",
  "record every input of the VRRP machine, at most 2 x 32 MB, for `agent replay`":
    "记录 VRRP 状态机的每个输入，最多 2 x 32 MB，供 `agent replay` 使用",
  "what the running agent knows now": "正在运行的 agent 此刻所知",
  "state folder of the agent": "agent 的状态目录",
  "everything, as JSON": "以 JSON 输出全部内容",
  "run a recording through the VRRP machine again; exits 1 when it decides otherwise":
    "把记录重新输入 VRRP 状态机；若其决定不同则退出码为 1",
  "one JSON object": "一个 JSON 对象",

  "virtual routers of the running agent": "正在运行的 agent 的虚拟路由器",
  "state, priority and held addresses": "状态、优先级和持有的地址",
  "become master by priority, make before break": "通过优先级成为主节点，先接后断",
  "give it back by itself after this time, 1s to 1h": "过了这段时间自动交还，1s 到 1h",
  "end a takeover": "结束接管",

  "the kernel's IPVS table": "内核的 IPVS 表",
  "print the table in the layout of ipvsadm -ln": "以 ipvsadm -ln 的格式输出该表",
  "print every field as JSON": "以 JSON 输出每个字段",

  "weights of the real servers, changed without a reload": "真实服务器的权重，无需重新加载即可改变",
  "until this time is over, 1s to 366d": "持续这段时间，1s 到 366d",
  "why; shown beside the weight and kept in the events": "原因；显示在权重旁并记入事件",
  "even when it leaves no server of the pool with a weight": "即使池中因此不再有带权重的服务器",
  "real servers with health, weight and the reason for it": "真实服务器及其健康状况、权重和原因",
  "set a weight": "设置权重",
  "weight 0: new connections go elsewhere, those there are stay": "权重 0：新连接去往别处，已有连接保留",
  "back to the configured weight": "恢复配置的权重",

  "make this host a real server of LVS in DR mode, by hand": "手工使本机成为 LVS DR 模式的真实服务器",
  "the virtual address; repeatable": "虚拟地址；可重复",
  "where the values found before are kept": "保存原有值的目录",
  "as JSON": "以 JSON 输出",
  "put the VIP on loopback and silence ARP for it": "把 VIP 放到回环接口并抑制其 ARP",
  "undo start": "撤销 start",
  "check each piece": "逐项检查",

  "keepalived.conf as Baton reads it": "Baton 所理解的 keepalived.conf",
  "every problem with file, line and column, and how late a failure is noticed; exit 0 without errors, else 1":
    "列出每个问题及其文件、行、列，以及故障最迟多久被发现；没有错误时退出码为 0，否则为 1",
  "the diagnostics as JSON": "以 JSON 输出诊断",
  "what would change in the kernel and on the wire, in sentences; nothing is touched":
    "用句子说明内核和网络上会有什么变化；不做任何改动",
  "what runs now: a file, or the state folder of a running agent; without it, a start from nothing":
    "现在运行的：一个文件，或正在运行的 agent 的状态目录；不给则视为从零启动",
  "the changes as JSON": "以 JSON 输出变化",
  "what does not fit between the files of the two directors; exit 1 when it would break the pair":
    "两台调度器的文件有何不匹配；若会使双机失效则退出码为 1",
  "this host is one of the directors: compare addresses with its interfaces' networks":
    "本机是其中一台调度器：把地址与其网卡的网段比较",
  "the findings as JSON": "以 JSON 输出结果",
  "the file with regular indentation on stdout; its meaning and comments stay":
    "把缩进规整后的文件输出到 stdout；含义和注释不变",
  "change the file instead": "改为直接修改文件",
  "only say whether it is formatted; exit 1 when not": "只说明是否已格式化；未格式化时退出码为 1",
  "old spellings and home-made MySQL checks, and what replaces them, as a diff with reasons; the old form still runs unchanged":
    "旧写法和自制的 MySQL 检查，以及代替它们的写法，以带原因的 diff 输出；旧形式仍可原样运行",
  "change the file too": "同时修改文件",
  "the rewrites as JSON": "以 JSON 输出改写",
};
