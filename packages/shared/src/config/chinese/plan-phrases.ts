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
  "{setting} of {name} goes from {value} to {value2}: {effect}.":
    "{name} 的{setting}从 {value} 变为 {value2}：{effect}。",
};
