import { USAGE } from "@baton/shared/base/chinese-usage.ts";
import type { Phrases } from "@baton/shared/base/dictionary.ts";

/**
 * Sentences that commands show and did not make: of settings and files, of agents, the kernel and commander. `{why}`
 * holds another one of them, or what the system says.
 */
export const HEARD: Phrases = {
  // The configuration file.
  "{word}: can't be read: {why}": "{word}：无法读取：{why}",
  "{word}: the file is larger than {n} MB": "{word}：文件大于 {n} MB",
  "{word}: the file is UTF-16; save it as UTF-8": "{word}：文件是 UTF-16 编码；请存为 UTF-8",
  "it is a directory": "这是一个目录",

  // The options of `baton agent run`.
  "--state-dir: {word} is too long for a unix socket in it (at most {n} bytes)":
    "--state-dir：{word} 过长，其中无法放置 unix 套接字（最多 {n} 个字节）",
  "--config: a director needs a configuration file": "--config：调度器需要配置文件",
  "--record: only a director has a VRRP machine to record": "--record：只有调度器才有可记录的 VRRP 状态机",
  "--loopback-vip: a real server needs the address it carries on loopback":
    "--loopback-vip：真实服务器需要其回环接口上的地址",
  "--loopback-vip: {why}": "--loopback-vip：{why}",
  "--name: give a name of 1 to 200 characters": "--name：名称须为 1 到 200 个字符",
  '--role: "{word}" is not one of {word2}': "--role：“{word}” 不是下列之一：{word2}",
  "--role: say what this agent is for (director, realserver, witness), or give --config":
    "--role：请说明此 agent 的角色（director、realserver、witness），或给出 --config",
  '--hub: "{word}" is not an http:// or https:// address without a user name':
    "--hub：“{word}” 不是不带用户名的 http:// 或 https:// 地址",
  '--witness-target: "{word}" is not an address and port, such as 192.168.1.100:3306':
    "--witness-target：“{word}” 不是地址和端口，例如 192.168.1.100:3306",
  '"{word}" is not an IP address': "“{word}” 不是 IP 地址",

  // The control socket.
  "the agent did not answer in {n} s": "agent 在 {n} 秒内没有应答",
  "the agent closed the connection without an answer": "agent 未作应答就关闭了连接",
  "the agent's answer is too long": "agent 的应答过长",
  "no agent is running with the state folder {word}": "没有使用状态目录 {word} 的 agent 在运行",
  "no permission to talk to the agent in {word}; try as root": "没有权限与 {word} 中的 agent 通信；请以 root 重试",
  "can't talk to the agent in {word}: {why}": "无法与 {word} 中的 agent 通信：{why}",
  "the agent's answer could not be understood; is it of another version?": "无法理解 agent 的应答；是否为其他版本？",
  "the request could not be understood": "无法理解该请求",
  "the agent can't answer: {why}": "agent 无法应答：{why}",
  "the command was handed over, but no result came in time": "命令已转交，但没有及时得到结果",

  // What agents answer to commands.
  "{word} needs an agent with the role {word2}; this one has {word3}":
    "{word} 需要角色为 {word2} 的 agent；此 agent 的角色是 {word3}",
  "the {word} process is not running at the moment": "{word} 进程此刻没有运行",
  "the command's deadline had passed": "命令已过期限",
  "the command reached this agent {n} ms after its deadline; clocks may differ":
    "命令在期限之后 {n} 毫秒才到达此 agent；各主机时钟可能不一致",
  "the process that carries out this command did not answer": "执行此命令的进程没有应答",
  "there is no instance {word}": "没有实例 {word}",
  "{word}: the master {word2} has priority {n} and would not yield to {n2}":
    "{word}：主节点 {word2} 的优先级是 {n}，不会向 {n2} 让出",
  "that time is over already": "该时间已过",
  "{word} is the last server of {word2} with a weight": "{word} 是 {word2} 中最后一台有权重的服务器",
  "{why}; --force drains it all the same": "{why}；用 --force 可强制排空",
  "there is no {word} in {word2}": "{word2} 中没有 {word}",
  "{word} has its configured weight": "{word} 已是配置的权重",
  "{why}; the wish stands and is carried out as soon as the table can be changed":
    "{why}；该要求仍然有效，一旦能够修改表就会执行",
  "{word}: weight {n}": "{word}：权重 {n}",

  // Loopback of a real server.
  "lo brought up": "lo 已启用",
  "{word} added to lo": "{word} 已加到 lo",
  "{word} removed from lo": "{word} 已从 lo 移除",
  "this host has no interface lo": "本机没有网卡 lo",

  // The hub.
  "no hub is configured": "未配置 hub",
  "the answer is larger than {n} bytes": "应答大于 {n} 个字节",
  "{word} does not hold an enrolment token": "{word} 中没有注册令牌",
  "can't read the enrolment token: {why}": "无法读取注册令牌：{why}",
  "this agent has no key for the hub yet; give it --enrolment-token-file":
    "此 agent 还没有 hub 的密钥；请给出 --enrolment-token-file",
  "the hub refused to enrol this agent (HTTP {n})": "hub 拒绝注册此 agent（HTTP {n}）",
  "the hub's answer to the enrolment could not be understood": "无法理解 hub 对注册的应答",
  "can't reach the hub to enrol: {why}": "无法连接 hub 进行注册：{why}",

  // The kernel's table.
  "this kernel has no IPVS (module ip_vs): the netlink family IPVS is unknown; load it with `modprobe ip_vs`":
    "此内核没有 IPVS（模块 ip_vs）：不认识 netlink 族 IPVS；请用 `modprobe ip_vs` 加载",
  "{why}: not permitted; the capability CAP_NET_ADMIN is missing": "{why}：不允许；缺少权能 CAP_NET_ADMIN",
  "{why}: no answer": "{why}：没有应答",
  "looking for IPVS": "查找 IPVS",
  "reading IPVS's version": "读取 IPVS 的版本",

  // A recording.
  "{word}:{n}: not a line of a recording": "{word}:{n}：不是记录中的行",
  "{word}: there is nothing recorded in it": "{word}：其中没有记录任何内容",

  // What parses arguments.
  "give a time such as 90s, 30m, 2h or 7d, at most a year": "请写时间，例如 90s、30m、2h 或 7d，最长一年",
  "give a time from 1s to 1h, such as 60s or 10m": "请写 1s 到 1h 的时间，例如 60s 或 10m",
  "a weight is a whole number from 0 to 65535": "权重是 0 到 65535 的整数",
  ...USAGE,
};
