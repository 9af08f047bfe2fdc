import type { Phrases } from "../../base/dictionary.ts";

/** What a reload would do. */
export const PLAN: Phrases = {
  "{name} starts as backup: {identity}, priority {n}.": "{name} 以备节点启动：{identity}，优先级 {n}。",
  "While master, {address} is held on {interface}.": "作为主节点时，在 {interface} 上持有 {address}。",
  "{name} stops; if it is master, it sends priority 0 and the other director takes over.":
    "{name} 停止；若它是主节点，则发送优先级 0，由另一台调度器接管。",
  "{address} leaves {interface}.": "{address} 从 {interface} 上移除。",
  "The authentication of {name} changes: until the other director has it too, adverts are dropped.":
    "{name} 的认证改变：在另一台调度器也改变之前，通告会被丢弃。",
  "While {name} is master, {place} {deed}.": "{name} 为主节点时，{place} {deed}。",
  "Virtual server {service} and its {n} real servers are removed; their connections end.":
    "虚拟服务器 {service} 及其 {n} 台真实服务器被移除；其连接随之结束。",
  "Virtual server {service} is added: {word}, {word2}.": "添加虚拟服务器 {service}：{word}，{word2}。",
  "Real server {server} is added to {service} with weight {n}.": "{service} 中添加真实服务器 {server}，权重 {n}。",
  "Real server {server} is removed from {service}; its connections end.":
    "{service} 中移除真实服务器 {server}；其连接随之结束。",
  "The weight of {member} goes from {n} to {n2}; connections stay.": "{member} 的权重从 {n} 变为 {n2}；连接保留。",
  "The forwarding of {member} goes from {word} to {word2}.": "{member} 的转发方式从 {word} 变为 {word2}。",
  "The checks of {member} start anew with other settings.": "{member} 的检查以新的设置重新开始。",
  "{service} is added to {service2}.": "{service2} 中添加 {service}。",
  "{service} is removed from {service2}; its connections end.": "{service2} 中移除 {service}；其连接随之结束。",
  "{setting} of {service} goes from {value} to {value2}; connections stay.":
    "{service} 的{setting}从 {value} 变为 {value2}；连接保留。",
  "BFD session {name} begins {neighbour}.": "BFD 会话 {name} 开始，{neighbour}。",
  "BFD session {name} begins anew {neighbour}.": "BFD 会话 {name} 重新开始，{neighbour}。",
  "BFD session {name} {neighbour} ends.": "{neighbour} 的 BFD 会话 {name} 结束。",
  "net_namespace goes from {namespace} to {namespace2}: a reload refuses the whole file, stop and start the agent.":
    "net_namespace 从 {namespace} 变为 {namespace2}：重新加载会拒绝整个文件，请停止并启动 agent。",
  "Everything below is in the network namespace {name}.": "以下一切都在网络命名空间 {name} 中。",
  "The pipe {text} is closed, and removed if the agent made it.": "管道 {text} 被关闭；若由 agent 创建则一并删除。",
  "The pipe {text} is told of {news}.": "管道 {text} 得知{news}。",
  "startup_script {script} runs before anything else begins.": "startup_script {script} 在其他一切开始之前运行。",
  "startup_script goes from {script} to {script2}: a reload does not run it.":
    "startup_script 从 {script} 变为 {script2}：重新加载时不会运行。",
  "shutdown_script goes from {script} to {script2}: it runs when the agent has stopped.":
    "shutdown_script 从 {script} 变为 {script2}：在 agent 停止后运行。",
  "{keyword} goes from {file} to {file2}.": "{keyword} 从 {file} 变为 {file2}。",
  "The nftables table {name} goes: groups are services by address again.":
    "nftables 表 {name} 被移除：各组重新成为按地址的服务。",
  "Each group of addresses is one service by {marks}.": "每个地址组成为一个服务，按{marks}。",
  "{setting} of {name} goes from {value} to {value2}: {effect}.":
    "{name} 的{setting}从 {value} 变为 {value2}：{effect}。",
};
