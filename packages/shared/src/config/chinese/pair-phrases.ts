import type { PhrasesByCode } from "./phrases.ts";

/** Of two directors' files side by side. */
export const PAIR: PhrasesByCode = {
  "pair.addresses": {
    "virtual_ipaddress differs ({value} and {value2}): each drops the other's adverts":
      "virtual_ipaddress 不一致（{value} 与 {value2}）：双方都会丢弃对方的通告",
    "virtual_ipaddress_excluded differs ({value} and {value2})":
      "virtual_ipaddress_excluded 不一致（{value} 与 {value2}）",
  },
  "pair.advert-interval": {
    "advert_int is {spans}: version 2 drops adverts of another interval, so both would be master":
      "advert_int 为 {spans}：版本 2 会丢弃间隔不同的通告，因此两台都会成为主节点",
    "advert_int is {spans}: the backup adopts the master's": "advert_int 为 {spans}：备节点采用主节点的值",
  },
  "pair.authentication": {
    "one director authenticates and the other does not: each drops the other's adverts":
      "一台调度器启用认证而另一台没有：双方都会丢弃对方的通告",
    "auth_type differs: each drops the other's adverts": "auth_type 不一致：双方都会丢弃对方的通告",
    "auth_pass differs: each drops the other's adverts": "auth_pass 不一致：双方都会丢弃对方的通告",
  },
  "pair.clear-password": {
    "auth_pass is sent in clear in every advert; use a word that is no secret elsewhere":
      "auth_pass 在每个通告中以明文发送；请使用不在别处保密的词",
  },
  "pair.delay-loop": {
    "{service} is probed every {value} only: a dead server is found that late":
      "{service} 每 {value}才检查一次：服务器故障要这么久才能发现",
  },
  "pair.group": {
    "adverts go to different multicast groups: neither director hears the other":
      "两台调度器的通告发往不同的组播地址：互相都听不到",
  },
  "pair.no-partner": {
    "{name} (virtual_router_id {n}) is missing on the other director":
      "另一台调度器上没有 {name}（virtual_router_id {n}）",
  },
  "pair.no-sync-group": {
    "{name} and {name2} serve NAT and are in no common vrrp_sync_group: their addresses can end up on different directors":
      "{name} 和 {name2} 提供 NAT 但不在同一 vrrp_sync_group 中：它们的地址可能落在不同的调度器上",
  },
  "pair.outside-network": {
    "{address} of {name} is in none of the networks of {interface} ({list})":
      "{name} 的 {address} 不属于 {interface} 的任何网段（{list}）",
  },
  "pair.preempt": {
    "'nopreempt' stands on one director only: after a failover the VIP comes back in one direction":
      "只有一台调度器写了 'nopreempt'：故障切换后 VIP 只在一个方向上切回",
  },
  "pair.priority": {
    "{both}both have priority {n}: which one is master depends on their addresses":
      "{both}两台的优先级都是 {n}：由地址大小决定谁是主节点",
  },
  "pair.same-router-id": { "both directors call themselves {name}": "两台调度器都自称 {name}" },
  "pair.server-missing": {
    "real server {server} of {service} is missing on the other director":
      "另一台调度器上没有 {service} 的真实服务器 {server}",
  },
  "pair.service-differs": {
    "{setting} of {service} is {value} on one director and {value2} on the other":
      "{service} 的{setting}在一台调度器上是 {value}，在另一台上是 {value2}",
  },
  "pair.service-missing": {
    "virtual server {service} is missing on the other director": "另一台调度器上没有虚拟服务器 {service}",
  },
  "pair.sync-group": {
    "{name} changes state together with {others} on one director and with {others2} on the other":
      "{name} 在一台调度器上与{others}一起改变状态，在另一台上与{others2}一起",
  },
  "pair.unchecked": {
    "real server {server} has no check: it is never taken out": "真实服务器 {server} 没有检查：它永远不会被移除",
  },
  "pair.version": {
    "VRRP version {n} on one director, {n2} on the other: each drops the other's adverts":
      "一台调度器使用 VRRP 版本 {n}，另一台使用版本 {n2}：双方都会丢弃对方的通告",
  },
  "pair.vrid": {
    "{name} is of IPv4 on one director and of IPv6 on the other: both would become master":
      "{name} 在一台调度器上是 IPv4，在另一台上是 IPv6：两台都会成为主节点",
    "{name} has virtual_router_id {n} on one director and {n2} on the other: both would become master":
      "{name} 的 virtual_router_id 在一台调度器上是 {n}，在另一台上是 {n2}：两台都会成为主节点",
  },
};
