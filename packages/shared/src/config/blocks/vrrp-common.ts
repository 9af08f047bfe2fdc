import { any, flag, full, type KeywordSpec, listBlock, words } from "../keyword.ts";

/** Scripts that a state change starts, in instances and in sync groups. */
export const notifyKeywords: readonly KeywordSpec[] = [
  full("notify_master", words, "runs a command on becoming master", "成为主节点时运行命令"),
  full("notify_backup", words, "runs a command on becoming backup", "成为备节点时运行命令"),
  full("notify_fault", words, "runs a command on entering the fault state", "进入故障状态时运行命令"),
  full("notify_stop", words, "runs a command when the daemon stops", "守护进程停止时运行命令"),
  full("notify", words, "runs a command on every state change", "每次状态变化时运行命令"),
  full("notify_priority_changes", flag, "reports priority changes on the pipes", "在管道上报告优先级变化"),
  full("smtp_alert", flag, "sends mail on a state change", "状态变化时发送邮件"),
];

export const trackKeywords: readonly KeywordSpec[] = [
  full(
    "track_script",
    any,
    "lets vrrp_script results change the priority or fault the instance",
    "让 vrrp_script 的结果改变优先级或使实例进入故障",
    { block: listBlock("track_script") },
  ),
  full(
    "track_interface",
    any,
    "lets other interfaces' link state change the priority or fault the instance",
    "让其他网卡的链路状态改变优先级或使实例进入故障",
    { block: listBlock("track_interface") },
  ),
  full("track_process", any, "lets the presence of processes change the priority", "让进程是否存在改变优先级", {
    block: listBlock("track_process"),
  }),
  full("track_file", any, "lets a number in a file change the priority", "让文件中的数字改变优先级", {
    block: listBlock("track_file"),
  }),
  full("track_bfd", any, "lets BFD sessions change the priority", "让 BFD 会话改变优先级", {
    block: listBlock("track_bfd"),
  }),
];
