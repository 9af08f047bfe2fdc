/** What a code means, in one line for people; codes are stable, sentences are not. */
export interface CodeDoc {
  readonly en: string;
  readonly zh: string;
}

const doc = (en: string, zh: string): CodeDoc => ({ en, zh });

/** Every code a diagnostic can carry. */
export const CODES: Readonly<Record<string, CodeDoc>> = {
  "config.accidental-owner": doc(
    "state MASTER without a priority means priority 255: this director always takes over.",
    "state MASTER 而没有 priority 等于优先级 255，本机总会抢占。",
  ),
  "config.advert-interval": doc(
    "VRRP version 2 carries whole seconds, version 3 at most 40.95 s.",
    "VRRP 版本 2 只能是整秒，版本 3 最多 40.95 秒。",
  ),
  "config.auth-version-3": doc(
    "VRRP version 3 has no authentication; the block has no effect.",
    "VRRP 版本 3 没有认证，该块无效。",
  ),
  "config.bad-address": doc(
    "Not an IP address, or a prefix length out of range; host names are not looked up.",
    "不是 IP 地址，或前缀长度越界；不解析主机名。",
  ),
  "config.bad-address-option": doc(
    "An address line takes dev, label and a few more options, and one address only.",
    "地址行只接受 dev、label 等选项，每行一个地址。",
  ),
  "config.bad-interface": doc("An interface's name has at most 15 characters.", "网卡名最多 15 个字符。"),
  "config.bad-label": doc("A label has at most 15 characters.", "标签最多 15 个字符。"),
  "config.bad-value": doc(
    "The value is not of the kind or not in the range that the keyword takes.",
    "值的类型或范围不符合该关键字。",
  ),
  "config.contradiction": doc(
    "Two keywords say the opposite of each other; the later one counts.",
    "两个关键字互相矛盾，以后者为准。",
  ),
  "config.default-taken": doc(
    "A keyword that nearly always should be there is missing; keepalived's default is taken.",
    "缺少几乎总该写明的关键字，采用 keepalived 的默认值。",
  ),
  "config.duplicate-address": doc("The same virtual address stands twice.", "同一虚拟地址出现两次。"),
  "config.duplicate-name": doc("Two instances have the same name.", "两个实例同名。"),
  "config.duplicate-server": doc("The same virtual or real server stands twice.", "同一虚拟或真实服务器出现两次。"),
  "config.duplicate-vrid": doc(
    "Two instances use one virtual_router_id on one interface.",
    "同一网卡上两个实例使用相同的 virtual_router_id。",
  ),
  "config.extra-argument": doc(
    "What stands behind the value has no effect, in keepalived too.",
    "值后面的内容无效，在 keepalived 中也一样。",
  ),
  "config.extra-close-brace": doc("A '}' without an open block.", "多余的 '}'。"),
  "config.extra-open-brace": doc("A '{' without a keyword in front.", "'{' 前面没有关键字。"),
  "config.include-depth": doc("Includes are nested too deep.", "include 嵌套过深。"),
  "config.include-loop": doc("A file includes itself.", "文件包含了自己。"),
  "config.include-many": doc("Too many files are included.", "包含的文件过多。"),
  "config.include-missing": doc(
    "No file matches an include; an error for includem, includew and includea.",
    "没有与 include 匹配的文件；对 includem、includew、includea 是错误。",
  ),
  "config.line-too-long": doc("A line is longer than 65,536 characters.", "一行超过 65,536 个字符。"),
  "config.macro-loop": doc("A macro contains itself, or macros are nested too deep.", "宏包含自己，或嵌套过深。"),
  "config.missing-block": doc("The keyword needs a block in braces.", "该关键字需要花括号块。"),
  "config.missing-keyword": doc("A block lacks a keyword it cannot do without.", "块中缺少必需的关键字。"),
  "config.missing-port": doc(
    "A virtual server without a port must be persistent.",
    "没有端口的虚拟服务器必须启用会话保持。",
  ),
  "config.missing-protocol": doc(
    "Without 'protocol' keepalived takes UDP, which no MySQL client speaks.",
    "没有 protocol 时 keepalived 取 UDP，MySQL 客户端不使用它。",
  ),
  "config.missing-value": doc("The keyword stands without its value.", "关键字后缺少值。"),
  "config.mixed-families": doc("IPv4 and IPv6 are mixed where they cannot be.", "IPv4 与 IPv6 不能混用。"),
  "config.multicast-group": doc(
    "Not a multicast group of the adverts' family, or one that routers carry beyond the link.",
    "不是与通告同地址族的组播地址，或会被路由器转发到链路之外。",
  ),
  "config.nb-get-retry": doc(
    "nb_get_retry in TCP_CHECK is taken as retry. keepalived never did so: up to 1.2.19 it ignored the word, since then it refuses it.",
    "TCP_CHECK 中的 nb_get_retry 按 retry 处理。keepalived 从未如此：1.2.19 及以前忽略，此后拒绝。",
  ),
  "config.no-address": doc("An instance without a virtual address.", "实例没有虚拟地址。"),
  "config.no-effect": doc("Known and accepted, but Baton does nothing with it.", "认识并接受，但 Baton 不执行。"),
  "config.no-servers": doc("A virtual server without real servers.", "虚拟服务器没有真实服务器。"),
  "config.nopreempt-master": doc(
    "nopreempt and preempt_delay work with state BACKUP and a priority below 255 only.",
    "nopreempt 与 preempt_delay 只能配合 state BACKUP 且优先级低于 255。",
  ),
  "config.nopreempt-weight": doc(
    "nopreempt with a weighted track: the failover it is meant for never happens.",
    "nopreempt 配合带权重的跟踪：预期的切换永远不会发生。",
  ),
  "config.not-implemented": doc(
    "Known, not done yet, and not safe to leave out; so the file is refused.",
    "认识但尚未实现，且忽略并不安全，因此拒绝该文件。",
  ),
  "config.old-spelling": doc(
    "A spelling that keepalived gave up; taken as its author meant.",
    "keepalived 已弃用的写法，按作者本意处理。",
  ),
  "config.password-cut": doc(
    "Only 8 bytes of auth_pass are sent and compared.",
    "auth_pass 只有 8 个字节被发送和比较。",
  ),
  "config.port-forced": doc(
    "DR and TUN cannot change the port; the service's is taken.",
    "DR 与 TUN 不能改变端口，采用服务端口。",
  ),
  "config.quorum": doc(
    "A quorum or hysteresis that can never be met is lowered.",
    "无法达到的 quorum 或 hysteresis 会被降低。",
  ),
  "config.repeat": doc("~SEQ or ~LST is malformed or makes too many lines.", "~SEQ 或 ~LST 格式错误或产生过多的行。"),
  "config.repeated": doc("A keyword stands twice; the later one counts.", "关键字重复，以后者为准。"),
  "config.shell-syntax": doc(
    "A command contains what only a shell understands, and there is none.",
    "命令含有只有 shell 才懂的写法，而这里没有 shell。",
  ),
  "config.strict": doc(
    "Strict mode does not allow it, so it is left out, in keepalived too.",
    "strict 模式不允许，因此忽略，在 keepalived 中也一样。",
  ),
  "config.strict-service": doc(
    "Strict mode drops traffic for the VIP, so a service on it cannot be reached.",
    "strict 模式会丢弃发往 VIP 的流量，其上的服务无法访问。",
  ),
  "config.too-deep": doc("Blocks are nested more than 32 deep.", "块嵌套超过 32 层。"),
  "config.too-large": doc("More statements or macro text than is accepted.", "语句或宏文本过多。"),
  "config.too-many": doc("More problems than are shown.", "问题过多，其余不再显示。"),
  "config.too-many-addresses": doc(
    "More addresses than an advert or a list has room for.",
    "地址过多，通告或列表放不下。",
  ),
  "config.two-on-a-line": doc(
    "The second keyword of a line is swallowed; keepalived does so silently.",
    "同一行的第二个关键字会被吞掉，keepalived 对此不作声。",
  ),
  "config.unclosed-block": doc("A block is never closed.", "块没有闭合。"),
  "config.unclosed-quote": doc("A quotation mark is not closed on its line.", "引号没有在同一行闭合。"),
  "config.unexpected-block": doc("The keyword takes no block.", "该关键字不带块。"),
  "config.unknown-group": doc(
    "A virtual server names a virtual_server_group that is not defined.",
    "virtual_server 引用了未定义的 virtual_server_group。",
  ),
  "config.unknown-instance": doc("A sync group names an instance that is not defined.", "同步组引用了未定义的实例。"),
  "config.unknown-keyword": doc("Not a keyword of this block.", "不是该块的关键字。"),
  "config.unknown-macro": doc(
    "$NAME is not defined before this line and is taken as it stands.",
    "$NAME 在此行之前没有定义，按原样处理。",
  ),
  "config.unknown-tracker": doc(
    "What is tracked is not defined anywhere in the file.",
    "被跟踪的对象在文件中没有定义。",
  ),
  "pair.addresses": doc(
    "The virtual addresses differ, so each director drops the other's adverts.",
    "虚拟地址不一致，两台主机会丢弃对方的通告。",
  ),
  "pair.advert-interval": doc(
    "advert_int differs; with version 2 both become master.",
    "advert_int 不一致；版本 2 下两台都会成为主节点。",
  ),
  "pair.authentication": doc(
    "The authentication differs, so each director drops the other's adverts.",
    "认证不一致，两台主机会丢弃对方的通告。",
  ),
  "pair.clear-password": doc(
    "auth_pass travels in clear; it looks like a real password.",
    "auth_pass 以明文传送，而它看起来像真实密码。",
  ),
  "pair.delay-loop": doc("delay_loop was left at 60 s or more.", "delay_loop 为 60 秒或更长。"),
  "pair.group": doc("The multicast groups of the adverts differ.", "通告的组播地址不一致。"),
  "pair.no-partner": doc("A virtual router exists on one director only.", "虚拟路由器只存在于一台主机。"),
  "pair.no-sync-group": doc(
    "Instances that serve NAT should change state together.",
    "提供 NAT 的多个实例应一起改变状态。",
  ),
  "pair.outside-network": doc(
    "A virtual address fits none of its interface's networks, so nobody there sends packets for it.",
    "虚拟地址不属于该网卡的任何网段，网段内不会有主机向它发包。",
  ),
  "pair.preempt": doc("nopreempt stands on one director only.", "只有一台主机写了 nopreempt。"),
  "pair.priority": doc("Both directors have the same priority.", "两台主机优先级相同。"),
  "pair.same-router-id": doc("Both directors have the same router_id.", "两台主机 router_id 相同。"),
  "pair.server-missing": doc("A real server is in one director's pool only.", "真实服务器只在一台主机的池中。"),
  "pair.service-differs": doc("A setting of a virtual server differs.", "虚拟服务器的设置不一致。"),
  "pair.service-missing": doc("A virtual server exists on one director only.", "虚拟服务器只存在于一台主机。"),
  "pair.sync-group": doc(
    "Instances change state together on one director only.",
    "只有一台调度器上的这些实例会一起改变状态。",
  ),
  "pair.unchecked": doc("A real server without a check is never taken out.", "没有检查的真实服务器永远不会被移除。"),
  "pair.version": doc("The VRRP versions differ.", "VRRP 版本不一致。"),
  "pair.vrid": doc(
    "One instance has two VRIDs, so both directors become master.",
    "同一实例的 VRID 不同，两台都会成为主节点。",
  ),
};
