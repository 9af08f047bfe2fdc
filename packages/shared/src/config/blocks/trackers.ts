import {
  address,
  any,
  block,
  choice,
  flag,
  full,
  ignored,
  int,
  listBlock,
  MAX_INT,
  MAX_SECONDS,
  none,
  seconds,
  spelling,
  word,
  words,
} from "../keyword.ts";
import { notifyKeywords, trackKeywords } from "./vrrp-common.ts";

export const vrrpScript = block("vrrp_script", [
  full("script", words, "the command to run", "要运行的命令"),
  full("interval", seconds(0.01, MAX_SECONDS), "the time between runs", "运行间隔", { default: "1" }),
  full("weight", words, "what success or failure does to the priority", "成功或失败对优先级的影响"),
  full("fall", int(1, MAX_INT), "failures in a row before it counts as failed", "连续失败几次才算失败"),
  full("rise", int(1, MAX_INT), "successes in a row before it counts as good", "连续成功几次才算成功"),
  full("timeout", seconds(0, MAX_SECONDS), "ends the command after this time", "命令的超时"),
  full("user", words, "the account that runs it", "运行命令的账户"),
  full("init_fail", none, "starts as failed", "初始为失败"),
]);

export const trackFile = block("track_file", [
  full("file", word, "the file to watch", "被监视的文件"),
  full("weight", words, "the factor of its number", "数字的系数"),
  full("init_file", any, "creates the file at the start", "启动时创建文件"),
]);

export const trackProcess = block("vrrp_track_process", [
  full("process", words, "the process to look for", "要查找的进程"),
  full("weight", words, "what its absence does to the priority", "进程缺失对优先级的影响"),
  full("quorum", int(1, MAX_INT), "how many must run", "至少运行的数量"),
  full("quorum_max", int(0, MAX_INT), "how many may run", "最多运行的数量"),
  full("delay", seconds(0, MAX_SECONDS), "waits before a change counts", "变化生效前的等待"),
  full("fork_delay", seconds(0, MAX_SECONDS), "waits before a new process counts", "新进程生效前的等待"),
  full("terminate_delay", seconds(0, MAX_SECONDS), "waits before an ended process counts", "进程结束生效前的等待"),
  full("full_command", none, "compares the whole command line", "比较完整命令行"),
  full("param_match", choice("initial", "partial"), "compares the arguments loosely", "宽松比较参数"),
]);

export const vrrpSyncGroup = block("vrrp_sync_group", [
  full("group", any, "the instances that change state together", "一起改变状态的实例", {
    block: listBlock("group"),
  }),
  ...notifyKeywords,
  ...trackKeywords,
  full("sync_group_tracking_weight", none, "keeps weights usable inside the group", "组内仍可使用权重"),
  full(
    "global_tracking",
    none,
    "historic spelling of sync_group_tracking_weight",
    "sync_group_tracking_weight 的旧写法",
  ),
]);

export const trackGroup = block("track_group", [
  full("group", any, "the instances affected", "受影响的实例", { block: listBlock("group") }),
]);

const neighbor = full("neighbor_ip", address, "the other end", "对端地址");
const interval = seconds(0.1, MAX_SECONDS);

export const bfdInstance = block("bfd_instance", [
  neighbor,
  spelling("neighbour_ip", neighbor),
  full("source_ip", address, "the local address", "本端地址"),
  full("min_rx", interval, "the wanted receive interval in ms", "期望的接收间隔（毫秒）", { default: "10" }),
  full("min_tx", interval, "the wanted send interval in ms", "期望的发送间隔（毫秒）", { default: "10" }),
  full("idle_tx", interval, "the interval while down in ms", "断开时的间隔（毫秒）", { default: "1000" }),
  full("multiplier", int(1, 255), "the detection multiple", "检测倍数", { default: "5" }),
  full("passive", none, "does not speak first", "不主动发起"),
  full("ttl", int(1, 255), "the outgoing TTL", "发送的 TTL", { default: "255" }),
  full("hoplimit", int(1, 255), "the outgoing hop limit", "发送的跳数限制", { default: "255" }),
  full(
    "max_hops",
    int(-1, 255),
    "the accepted loss of TTL; the largest counts for all",
    "允许的 TTL 损失；所有会话取最大者",
    {
      default: "0",
    },
  ),
  full(
    "multihop",
    flag,
    "a session across routers: the port of RFC 5883; max_hops says how many",
    "跨路由器的会话：使用 RFC 5883 的端口，跳数由 max_hops 指定",
  ),
  full("weight", words, "the default tracking weight", "默认跟踪权重", { default: "0" }),
  ignored("vrrp", none, "sends events to VRRP only", "只向 VRRP 发送事件"),
  ignored("checker", none, "sends events to checkers only", "只向检查发送事件"),
]);

export const garpGroup = block("garp_group", [
  full("garp_interval", seconds(0, MAX_SECONDS), "the pause between gratuitous ARPs", "免费 ARP 之间的间隔"),
  full("gna_interval", seconds(0, MAX_SECONDS), "the pause between neighbour advertisements", "邻居通告之间的间隔"),
  full("interface", word, "the interface", "网卡"),
  full("interfaces", any, "the interfaces", "网卡列表", { block: listBlock("interfaces") }),
]);

export const ssl = block("SSL", [
  full("password", word, "the key's password", "私钥密码"),
  full("ca", word, "the certificate authority", "证书颁发机构"),
  full("certificate", word, "the client's certificate", "客户端证书"),
  full("key", word, "the client's key", "客户端私钥"),
]);
