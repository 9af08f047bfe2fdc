import type { PhrasesByCode } from "./phrases.ts";

/** Of virtual routers, what they track, and the addresses, routes and rules they hold. */
export const VRRP: PhrasesByCode = {
  "config.accidental-owner": {
    "state MASTER without a priority makes this director the address owner (priority 255): it takes over at once, always":
      "state MASTER 而没有 priority 会使本调度器成为地址所有者（优先级 255）：总是立即接管",
  },
  "config.advert-interval": {
    "VRRP version 2 counts whole seconds, so {n} cannot be sent": "VRRP 版本 2 以整秒计，无法发送 {n}",
    "VRRP version 3 cannot carry more than {n} s": "VRRP 版本 3 最多携带 {n} 秒",
  },
  "config.auth-version-3": {
    "VRRP version 3 has no authentication; this block has no effect": "VRRP 版本 3 没有认证；该块无效",
  },
  "config.bad-address": {
    '"{word}" is not an IP address': "“{word}” 不是 IP 地址",
    "'/{word}' is not a prefix length: 0 to {n} is": "'/{word}' 不是前缀长度：应为 0 到 {n}",
    "'{word}' is not an address of the far end": "'{word}' 不是对端地址",
    "'{word}' is not a destination": "'{word}' 不是路由目的地址",
    "'{word}' is not a network": "'{word}' 不是网段",
    "{address} is of another family than the instance": "{address} 与实例的地址族不同",
  },
  "config.bad-address-option": { "'{word}' is not an option of an address": "'{word}' 不是地址的选项" },
  "config.bad-interface": { "'{word}' cannot be an interface's name": "'{word}' 不能作为网卡名" },
  "config.bad-label": { "a label has at most {n} characters": "标签最多 {n} 个字符" },
  "config.bad-value": {
    "the weight of a tracked interface is a whole number from -253 to 253": "被跟踪网卡的权重是 -253 到 253 的整数",
    "a weight is a whole number from -{n} to {n2}": "权重是 -{n} 到 {n2} 的整数",
    "'{word}' is not an option of a tracked interface": "'{word}' 不是被跟踪网卡的选项",
    "'{word}' is not an option here": "'{word}' 不是此处的选项",
    "'{word}' is neither a number from -254 to 254 nor 'overwrite'":
      "'{word}' 既不是 -254 到 254 的数字，也不是 'overwrite'",
    "the path of a tracked file begins with /": "被跟踪文件的路径以 / 开头",
    "'{word}' is not a number of seconds": "'{word}' 不是秒数",
    "'{word}' is not a whole number of seconds from 0 to {n}": "'{word}' 不是 0 到 {n} 之间的整秒数",
    "'{word}' is not {quantity} from 0 to {n}": "'{word}' 不是 0 到 {n} 之间的{quantity}",
    "'{word}' is not a range such as 10-20, up to {n}": "'{word}' 不是形如 10-20 的范围（不超过 {n}）",
    "'{word}' is not an option of a peer": "'{word}' 不是对端的选项",
    "{n} is outside {n2} to {n3}": "{n} 超出 {n2} 到 {n3} 的范围",
    "'{word}' is not an option with a number: id, maxlen, port, ttl and group A are":
      "'{word}' 不是带数字的选项：可用的是 id、maxlen、port、ttl 和 group A",
    "there is no command": "没有命令",
    "'{word}' is read as the account to run the command, as in keepalived":
      "'{word}' 被当作运行该命令的账户，与 keepalived 相同",
  },
  "config.contradiction": {
    "both 'preempt' and 'nopreempt' are given; the later one counts": "同时写了 'preempt' 和 'nopreempt'；以后者为准",
    "an instance has 'use_vmac' or 'use_ipvlan', not both": "一个实例只能有 'use_vmac' 或 'use_ipvlan' 之一",
    "'vrf' has no effect together with 'interface', in keepalived too":
      "'vrf' 与 'interface' 一起使用时无效，在 keepalived 中也一样",
    "'mcast_dst_ip' has no effect together with 'unicast_peer', in keepalived too":
      "'mcast_dst_ip' 与 'unicast_peer' 一起使用时无效，在 keepalived 中也一样",
    "of several policies only {policy} counts, as in keepalived": "多个策略中只有{policy}有效，与 keepalived 相同",
    "'state MASTER' has no effect together with auth_type AH, in keepalived too":
      "'state MASTER' 与 auth_type AH 一起使用时无效，在 keepalived 中也一样",
  },
  "config.default-taken": {
    "this rule has no 'preference', so its place among the others is given by the order of the file":
      "该规则没有 'preference'，其先后由文件中的顺序决定",
    "unicast adverts go out from the base interface (vmac_xmit_base)": "单播通告从基础网卡发出（vmac_xmit_base）",
  },
  "config.duplicate-address": {
    "{address} stands in this list twice": "{address} 在此列表中出现两次",
    "{name} has the neighbour {address} too": "{name} 的邻居也是 {address}",
    "{address} belongs to both {name} and {name2}": "{address} 同时属于 {name} 和 {name2}",
  },
  "config.duplicate-name": {
    "there are two instances named {name}": "有两个名为 {name} 的实例",
    "there are two bfd_instance named {name}": "有两个名为 {name} 的 bfd_instance",
    "there are two groups named {name}": "有两个名为 {name} 的组",
    "two instances have an interface named {name}": "两个实例有同名的网卡：{name}",
    "two instances have a macvlan named {name}": "两个实例有同名的 macvlan：{name}",
    "there are two {keyword} named {name}": "有两个名为 {name} 的 {keyword}",
  },
  "config.duplicate-vrid": {
    "{name} and {name2} both use virtual_router_id {n} on {interface}":
      "{name} 和 {name2} 在 {interface} 上使用相同的 virtual_router_id {n}",
  },
  "config.extra-argument": {
    "'{keyword}' has a {option} already; this one does not count": "'{keyword}' 已有{option}；此处的不算",
  },
  "config.missing-keyword": {
    "vrrp_instance {name} has no 'interface'": "vrrp_instance {name} 缺少 'interface'",
    "vrrp_instance {name} has no 'virtual_router_id'": "vrrp_instance {name} 缺少 'virtual_router_id'",
    "bfd_instance {name} has no 'neighbor_ip'": "bfd_instance {name} 缺少 'neighbor_ip'",
    "authentication has no 'auth_type', so adverts are not authenticated":
      "authentication 缺少 'auth_type'，因此通告不做认证",
    "'vrf' needs a 'unicast_peer'": "'vrf' 需要 'unicast_peer'",
    "auth_type {word} needs an 'auth_pass'": "auth_type {word} 需要 'auth_pass'",
    "a route needs 'via ADDRESS' or 'dev INTERFACE'": "路由需要 'via 地址' 或 'dev 网卡'",
    "{keyword} {name} has no '{keyword2}'": "{keyword} {name} 缺少 '{keyword2}'",
  },
  "config.missing-value": {
    "{name} has no delay": "{name} 没有延迟值",
    "a route needs a destination": "路由需要目的地址",
    "'{keyword}' needs a number of seconds": "'{keyword}' 需要秒数",
    "'use_ipvlan' needs an IPv4 address to send adverts from": "'use_ipvlan' 需要用于发送通告的 IPv4 地址",
  },
  "config.mixed-families": {
    "virtual_ipaddress mixes IPv4 and IPv6": "virtual_ipaddress 中混有 IPv4 与 IPv6",
    "{address} and {address2} are of different address families": "{address} 与 {address2} 的地址族不同",
    "a rule mixes IPv4 and IPv6": "规则中混有 IPv4 与 IPv6",
  },
  "config.no-address": {
    "this instance has no virtual_ipaddress": "该实例没有 virtual_ipaddress",
    "strict mode: an instance needs a virtual_ipaddress": "strict 模式：实例必须有 virtual_ipaddress",
  },
  "config.no-effect": {
    "{name} is the instance's own interface, which is tracked anyway": "{name} 是该实例自己的网卡，本来就会被跟踪",
    "sync group {name} has fewer than two members and does nothing": "同步组 {name} 的成员少于两个，不起作用",
  },
  "config.multicast-group": {
    "{word} is no {word2} multicast group, as '{keyword}' needs": "{word} 不是 '{keyword}' 所需的 {word2} 组播地址",
    "{address} is not link-local (ff02::/16): routers may carry adverts to other networks":
      "{address} 不是链路本地组播地址（ff02::/16）：路由器可能把通告转发到其他网络",
  },
  "config.nopreempt-master": {
    "'{keyword}' has no effect together with {word}, in keepalived too":
      "'{keyword}' 与 {word} 一起使用时无效，在 keepalived 中也一样",
  },
  "config.nopreempt-weight": {
    "nobody takes over when '{word}' fails: it only lowers the priority, and 'nopreempt' in line {n} forbids to act on that":
      "'{word}' 失败时无人接管：它只降低优先级，而第 {n} 行的 'nopreempt' 不允许据此抢占",
  },
  "config.not-implemented": {
    "'{word}' is not an option of a route that is implemented": "'{word}' 不是已实现的路由选项",
    "'{word}' is not an option of a rule that is implemented": "'{word}' 不是已实现的规则选项",
  },
  "config.password-cut": {
    "auth_pass has {n} bytes; only the first {n2} {use}": "auth_pass 有 {n} 个字节；只有前 {n2} 个{use}",
  },
  "config.repeated": {
    "{name} is tracked already; this line has no effect": "{name} 已被跟踪；该行无效",
    "{name} is a member of sync group {name2} already": "{name} 已是同步组 {name2} 的成员",
  },
  "config.shell-syntax": {
    "'{word}' is handed to {program} as it is: there is no shell, in keepalived neither":
      "'{word}' 会原样交给 {program}：这里没有 shell，在 keepalived 中也没有",
  },
  "config.strict": {
    "strict mode: the first IPv6 address should be a link-local one": "strict 模式：第一个 IPv6 地址应为链路本地地址",
    "strict mode: {strictness}": "strict 模式：{strictness}",
  },
  "config.strict-service": {
    "strict mode makes keepalived drop traffic for {address}, which a virtual server listens on":
      "strict 模式使 keepalived 丢弃发往 {address} 的流量，而有虚拟服务器在该地址上监听",
  },
  "config.too-many-addresses": {
    "{keyword} has {n} lines, more than {n2}": "{keyword} 有 {n} 行，超过 {n2} 行",
    "an advert has room for 255 addresses, not {n}": "一个通告最多容纳 255 个地址，而不是 {n} 个",
  },
  "config.unknown-instance": { "there is no vrrp_instance {name}": "没有名为 {name} 的 vrrp_instance" },
  "config.unknown-tracker": {
    "there is no track_group {name}": "没有名为 {name} 的 track_group",
    "there is no track_file {name}": "没有名为 {name} 的 track_file",
    "there is no bfd_instance {name}": "没有名为 {name} 的 bfd_instance",
    "there is no {keyword} {name}": "没有名为 {name} 的 {keyword}",
  },
};
