import {
  any,
  block,
  full,
  ignored,
  int,
  listBlock,
  MAX_INT,
  none,
  refused,
  spelling,
  word,
  words,
} from "../keyword.ts";
import { globalDefs } from "./global-defs.ts";
import {
  bfdInstance,
  garpGroup,
  ssl,
  trackFile,
  trackGroup,
  trackProcess,
  vrrpScript,
  vrrpSyncGroup,
} from "./trackers.ts";
import { virtualServer } from "./virtual-server.ts";
import { vrrpInstance } from "./vrrp-instance.ts";

const trackFileKeyword = full("track_file", word, "a file whose number can be tracked", "可被跟踪的数字文件", {
  block: trackFile,
  many: true,
});

/** What may stand outside of every block. */
export const root = block("the file", [
  full("global_defs", any, "settings of the whole daemon", "整个守护进程的设置", { block: globalDefs, many: true }),
  full("vrrp_instance", word, "one virtual router on one interface", "一块网卡上的一个虚拟路由器", {
    block: vrrpInstance,
    many: true,
  }),
  full("virtual_server", words, "one IPVS service and its pool", "一个 IPVS 服务及其服务器池", {
    block: virtualServer,
    many: true,
  }),
  full("vrrp_script", word, "a command whose exit status can be tracked", "退出码可被跟踪的命令", {
    block: vrrpScript,
    many: true,
  }),
  full("vrrp_sync_group", word, "lets several instances change state together", "让多个实例一起改变状态", {
    block: vrrpSyncGroup,
    many: true,
  }),
  full("virtual_server_group", word, "addresses that share one pool", "共用一个服务器池的地址", {
    block: listBlock("virtual_server_group"),
    many: true,
  }),
  full("vrrp_track_process", word, "a process whose presence can be tracked", "可被跟踪的进程", {
    block: trackProcess,
    many: true,
  }),
  trackFileKeyword,
  spelling("vrrp_track_file", trackFileKeyword),
  full("static_ipaddress", any, "addresses added at the start, whatever the state", "启动时添加的地址，与状态无关", {
    block: listBlock("static_ipaddress"),
    many: true,
  }),
  full("static_routes", any, "routes added at the start, whatever the state", "启动时添加的路由，与状态无关", {
    block: listBlock("static_routes"),
    many: true,
  }),
  full("static_rules", any, "policy rules added at the start, whatever the state", "启动时添加的策略规则，与状态无关", {
    block: listBlock("static_rules"),
    many: true,
  }),
  full("track_group", word, "ties static objects to instances", "把静态对象与实例绑定", {
    block: trackGroup,
    many: true,
  }),
  full("bfd_instance", word, "a BFD session", "一个 BFD 会话", { block: bfdInstance, many: true }),
  full("garp_group", any, "limits the rate of gratuitous ARP over several interfaces", "限制多块网卡的免费 ARP 速率", {
    block: garpGroup,
    many: true,
  }),
  ignored("linkbeat_interfaces", any, "polls the link state of these interfaces", "轮询这些网卡的链路状态", {
    block: listBlock("linkbeat_interfaces"),
  }),
  ignored("linkbeat_use_polling", none, "polls the link state of every interface", "轮询所有网卡的链路状态"),
  full("interface_up_down_delays", any, "waits before a change of link state counts", "链路变化生效前的等待", {
    block: listBlock("interface_up_down_delays"),
  }),
  full("SSL", any, "the client certificate of SSL_GET", "SSL_GET 的客户端证书", { block: ssl }),
  refused("net_namespace", word, "runs in this network namespace", "在此网络命名空间中运行"),
  full("net_namespace_ipvs", word, "programs IPVS in another network namespace", "在另一命名空间中设置 IPVS"),
  ignored("namespace_with_ipsets", none, "allows ipsets in a network namespace", "允许在命名空间中使用 ipset"),
  ignored("instance", word, "the name of this set of processes", "这组进程的名称"),
  ignored("use_pid_dir", none, "puts pid files under /run/keepalived", "pid 文件放在 /run/keepalived"),
  ignored(
    "child_wait_time",
    int(0, MAX_INT),
    "how long the parent waits for children at stop",
    "停止时父进程等待子进程的时间",
  ),
  refused("real_server_group", any, "removed from keepalived after 1.0", "1.0 之后已从 keepalived 删除"),
]);

/** These start a top-level block and nothing else: one of them inside a block means that a brace is missing above. */
const UNMISTAKABLE: ReadonlySet<string> = new Set([
  "global_defs",
  "vrrp_instance",
  "virtual_server",
  "vrrp_script",
  "vrrp_sync_group",
  "virtual_server_group",
  "vrrp_track_process",
  "bfd_instance",
  "static_ipaddress",
  "static_routes",
  "static_rules",
]);

export const isRootKeyword = (name: string): boolean => UNMISTAKABLE.has(name);
