import { USAGE } from "@baton/shared/base/chinese-usage.ts";
import type { Phrases } from "@baton/shared/base/dictionary.ts";

/** What the lab says, and its Chinese form. */
export const LAB: Phrases = {
  // A start and an end.
  "booting the IPVS kernel (VM)": "正在启动带 IPVS 的内核（虚拟机）",
  "a kernel with IPVS runs (VM)": "带 IPVS 的内核（虚拟机）已运行",
  "network: 7 namespaces, 2 bridges, no way out": "网络：7 个命名空间，2 个网桥，与外界隔绝",
  "hub answers": "hub 有应答",
  "MariaDB on db1 and db2 answers": "db1 和 db2 上的 MariaDB 有应答",
  "lvs1 holds {word}": "lvs1 持有 {word}",
  "master-master replication runs": "双主复制已运行",
  "removed what an earlier run had left ({n} namespaces)": "已移除上次运行遗留的内容（{n} 个命名空间）",
  "Dashboard:         {word}": "仪表盘：           {word}",
  "First log-in, once: {word}": "首次登录（一次性）：{word}",
  "Play a failure:    bin/baton lab stop lvs1 --kill      (and back: bin/baton lab start lvs1)":
    "模拟故障：         bin/baton lab stop lvs1 --kill      （恢复：bin/baton lab start lvs1）",
  "The lab is ready.": "实验环境已就绪。",
  "Removing the lab ...": "正在移除实验环境 ...",
  "Removed: {n} namespaces and everything in them.": "已移除：{n} 个命名空间及其中的一切。",
  "still removing what the lab made": "仍在移除实验环境创建的内容",
  "the lab is down": "实验环境已关闭",
  "removed what a crashed lab had left ({n} namespaces)": "已移除崩溃的实验环境遗留的内容（{n} 个命名空间）",
  "no lab is running": "没有实验环境在运行",
  "MariaDB's data folder is prepared": "MariaDB 的数据目录已准备好",
  "MariaDB's data folder is up to date": "MariaDB 的数据目录是最新的",
  "the hub's database is prepared": "hub 的数据库已准备好",
  "the hub's database is up to date": "hub 的数据库是最新的",

  // Status and units.
  "no lab is running; start one with: bin/baton lab up": "没有实验环境在运行；请用 bin/baton lab up 启动",
  "dashboard    {word}": "仪表盘       {word}",
  "first log-in {word}": "首次登录     {word}",
  "VIP          {word} on {word2}": "VIP          {word}，位于 {word2}",
  "no director": "（没有调度器）",
  "namespace    {word}, {n} processes": "命名空间     {word}，{n} 个进程",
  "unit         {word}, log {word2}": "单元         {word}，日志 {word2}",
  "every agent is connected to the hub": "所有 agent 都已连接到 hub",
  "no unit {word}; there are {word2}": "没有单元 {word}；现有 {word2}",
  "{word} is running already": "{word} 已在运行",
  "{word} is not running": "{word} 没有运行",
  "{word} ended after {n} s": "{word} 在 {n} 秒后结束",
  "{word} started": "{word} 已启动",
  "scenario {word}: {n} passed, {n2} failed ({n3} s)": "场景 {word}：{n} 项通过，{n2} 项失败（{n3} 秒）",

  // What went wrong.
  "the lab makes network namespaces, for which it must run as root (CAP_SYS_ADMIN, CAP_NET_ADMIN)":
    "实验环境要创建网络命名空间，必须以 root 运行（CAP_SYS_ADMIN、CAP_NET_ADMIN）",
  "a lab is up already (process {n}, http://127.0.0.1:{n2}); end it with: bin/baton lab down":
    "已有实验环境在运行（进程 {n}，http://127.0.0.1:{n2}）；请用 bin/baton lab down 结束它",
  "port {n} on 127.0.0.1 is in use by another program; choose another one with --port":
    "127.0.0.1 上的端口 {n} 已被其他程序使用；请用 --port 另选",
  "port {n} on 127.0.0.1 can't be used ({word}); choose another one with --port":
    "127.0.0.1 上的端口 {n} 无法使用（{word}）；请用 --port 另选",
  "the lab did not come up; its log is {word}": "实验环境没有启动成功；其日志为 {word}",
  "there is no scenario {word}; there are: {word2}": "没有场景 {word}；现有：{word2}",
  "MariaDB's server is neither installed nor unpacked; run `npm run setup`":
    "MariaDB 服务器既没有安装也没有解包；请运行 `npm run setup`",
  "waited {n} s in vain: {word}": "等待 {n} 秒未果：{word}",
  "a port is 1 to 65535": "端口为 1 到 65535",
  "step numbers with commas between them": "步骤编号，以逗号分隔",
  [`
Examples:
  bin/baton lab up                     bring the lab up, print the dashboard's address, leave it running
  bin/baton lab up --foreground        the same, but stay; Ctrl-C removes everything
  bin/baton lab stop lvs1 --kill       kill the agent of lvs1 and see lvs2 take over; lab start lvs1 brings it back
  bin/baton lab exec -- ipvsadm -ln    run a command in a kernel that has IPVS
  bin/baton lab scenario article       prove the article's scenario, step by step
  bin/baton lab down                   remove everything`]: `
示例：
  bin/baton lab up                     启动实验环境，显示仪表盘地址，保持运行
  bin/baton lab up --foreground        同上，但留在前台；按 Ctrl-C 移除一切
  bin/baton lab stop lvs1 --kill       杀掉 lvs1 的 agent，观察 lvs2 接管；lab start lvs1 使其恢复
  bin/baton lab exec -- ipvsadm -ln    在带 IPVS 的内核中运行命令
  bin/baton lab scenario article       逐步验证文章中的场景
  bin/baton lab down                   移除一切`,
  ...USAGE,
};

/** Of --help. */
export const LAB_HELP: Readonly<Record<string, string>> = {
  "en or zh-CN, for what people read; without it, that of the locale":
    "en 或 zh-CN，供人阅读的内容所用的语言；不给则取自 locale",
  "The article's hosts as network namespaces with no way out, with real MariaDB, directors, hub and dashboard.":
    "以与外界隔绝的网络命名空间模拟文章中的主机，含真实的 MariaDB、调度器、hub 和仪表盘。",
  "make the database seeds that `up` unpacks; done by `npm run setup`":
    "准备 `up` 所用的数据库初始内容；由 `npm run setup` 完成",
  "remove the lab: processes, namespaces, addresses, files, VM": "移除实验环境：进程、命名空间、地址、文件、虚拟机",
  "write the results as JSON": "以 JSON 写出结果",
  "only these steps: 5,7": "只执行这些步骤：5,7",
  "what runs now: the dashboard's address, who holds the VIP, namespaces, logs (exit status 3: no lab)":
    "此刻运行的内容：仪表盘地址、VIP 持有者、命名空间、日志（退出码 3：没有实验环境）",
  "for programs": "供程序使用",
  "SIGKILL instead of SIGTERM: no goodbye": "用 SIGKILL 代替 SIGTERM：不作告别",
  "start a stopped part again": "重新启动已停止的部分",
  "return when every agent of the running lab is connected to the hub": "等到实验环境中所有 agent 都连接到 hub",
  "bring the lab up with hub and dashboard": "启动实验环境，含 hub 和仪表盘",
  "stay, and remove everything on Ctrl-C": "留在前台，按 Ctrl-C 移除一切",
  "the dashboard's port on 127.0.0.1": "仪表盘在 127.0.0.1 上的端口",
  "run a command in a kernel that has IPVS: this one, the running lab's VM, or a VM made for it":
    "在带 IPVS 的内核中运行命令：本机内核、实验环境的虚拟机，或为此启动的虚拟机",
  "program and arguments (no shell)": "程序及其参数（不经 shell）",
  "stop one part of the running lab: {}": "停止实验环境的一部分：{}",
  "prove a scenario on a lab of its own: {}": "在单独的实验环境中验证一个场景：{}",
};
