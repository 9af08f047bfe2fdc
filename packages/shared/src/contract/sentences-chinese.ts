import { fillIn, templateOf } from "../base/template.ts";
import { recognise, type SentenceCode } from "./sentences.ts";

/** SENTENCES in Chinese, for where there is no i18next; the dashboard has the same. */
export const CHINESE_SENTENCES: Readonly<Record<SentenceCode, string>> = {
  startup: "启动",
  "interface-works": "网卡恢复正常",
  owner: "优先级 255：地址所有者",
  "no-advert-yet": "{ms} 毫秒内没有听到通告",
  "no-advert": "{ms} 毫秒内没有收到 {address}（优先级 {priority}）的通告，最近一次在 {ago} 毫秒前",
  resigned: "{address} 以优先级 0 让出",
  outrun: "master 已让出，较弱的 {address}（优先级 {priority}）更快",
  preempting: "抢占较弱的 master {address}（优先级 {priority}），其最近一次通告在 {ago} 毫秒前",
  higher: "听到 {address}（优先级 {priority}）：优先级更高",
  equal: "听到 {address}（优先级 {priority}）：优先级相同，地址更大",
  "takeover-by": "由 {who} 的命令接管",
  "group-master": "同步组 {name} 成为 master",
  "group-backup": "同步组 {name} 成为 backup",
  stall: "自身停顿：{ms} 毫秒未发送通告，{address}（优先级 {priority}）已成为 master",
  "stall-listening": "自身停顿：{ms} 毫秒未发送通告，超过其他节点的等待时间；先监听",
  "no-interface": "没有网卡 {name}",
  down: "{name} 未启用",
  "no-carrier": "{name} 没有链路",
  "no-result": "{kind} {name} 尚无结果",
  "not-probed": "尚未探测",
  "no-checker": "未配置检查",
  "check-succeeded": "{target} 的 {kind} 成功",
  "check-failed": "{target} 的 {kind} 失败：{why}",
  "check-failed-retries": "{target} 的 {kind} 重试 {count} 次后失败：{why}",
  "check-failed-retry": "{target} 的 {kind} 重试 {count} 次后失败：{why}",
  refused: "连接被拒绝",
  reset: "连接被重置",
  timeout: "未及时应答",
  "host-unreachable": "主机不可达",
  "network-unreachable": "网络不可达",
  "lag-weight": "{target} 的 {kind}：复制延迟 {seconds} 秒",
  "not-on-lo": "{address}/{prefix} 不在 lo 上",
  "setting-unreadable": "{name} 无法读取",
  "setting-wrong": "{name} 为 {value}，应为 {wanted}",
  "no-right": "没有查看复制状态的权限",
  "no-replica": "该服务器不是任何服务器的从库",
  "sql-stopped": "来自 {source} 的 SQL 线程没有运行",
  "sql-stopped-error": "来自 {source} 的 SQL 线程没有运行：{why}",
  "io-stopped": "来自 {source} 的 I/O 线程没有运行",
  "io-stopped-error": "来自 {source} 的 I/O 线程没有运行：{why}",
  "io-connecting": "来自 {source} 的 I/O 线程仍在连接",
  "io-connecting-error": "来自 {source} 的 I/O 线程仍在连接：{why}",
  "error-packet": "服务器以错误包应答",
  "no-greeting": "服务器未发送握手包就关闭了连接",
  stopping: "正在停止",
};

export const CHINESE_REMARK = "；自身定时器延迟 {lag} 毫秒";

/** An agent's sentence in Chinese; null when it is not known. `hear`: what is inside of it, `{why}`. */
export const chineseSaid = (sentence: string, hear: (why: string) => string): string | null => {
  const found = recognise(sentence);
  if (found === null) return null;
  const { code, args, lag } = found;
  const said = (field: string): string => (field === "why" ? hear(args.why ?? "") : (args[field] ?? ""));
  const text = fillIn(templateOf(CHINESE_SENTENCES[code]), said);
  return lag === null ? text : `${text}${fillIn(templateOf(CHINESE_REMARK), () => lag)}`;
};
