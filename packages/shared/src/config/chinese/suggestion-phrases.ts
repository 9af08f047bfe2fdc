import type { Phrases } from "../../base/dictionary.ts";

/** Ways out. Not by code: most go with several. */
export const SUGGESTIONS: Phrases = {
  "did you mean '{word}'?": "是否想写 '{word}'？",
  "it belongs in {block}: the '}' of {block2} is probably missing above":
    "它属于 {block}：上面很可能缺少 {block2} 的 '}'",
  "it belongs in {block}": "它属于 {block}",
  "a macro is defined as $NAME=value, without a space before the sign, and must be defined before it is used":
    "宏的定义写作 $NAME=值，等号前没有空格，并且必须在使用之前定义",
  "a placeholder that was never filled in? Write its value, or define ${name}=VALUE above":
    // biome-ignore lint/suspicious/noTemplateCurlyInString: the sign of a macro and a field of ours
    "是未填写的占位符吗？请写出它的值，或在上面定义 ${name}=值",
  "it contains a full-width or no-break space; use an ordinary one": "其中含有全角空格或不换行空格；请改用普通空格",
  "it contains a full-width character; write the ordinary one": "其中含有全角字符；请改用半角字符",
  "a comment begins with # or !": "注释以 # 或 ! 开头",
  "a line of the page or script that this was copied from? remove it": "是从网页或脚本中一起复制来的行吗？请删除",
  "a keyword and its value are separated by a space, with no sign between them":
    "关键字与值之间用空格分隔，中间没有任何符号",
  "nothing stands between a keyword and its value": "关键字与值之间没有任何符号",
  "this is a full-width brace; write '{'": "这是全角花括号；请写 '{'",
  "add '{' at the end of the line and '}' after its last line": "在行尾加 '{'，在最后一行之后加 '}'",
  "add the missing '}'": "补上缺少的 '}'",
  'add the missing "': '补上缺少的 "',
  "a template whose {{ … }} was never filled in?": "是没有填写 {{ … }} 的模板吗？",
  "remove it, or look for a block above that was closed too early": "删除它，或查看上面是否有块闭合得过早",
  "put '{word}' on a line of its own": "让 '{word}' 独占一行",
  "put each address on a line of its own": "每个地址独占一行",
  "the unit is always seconds: write {n}": "单位总是秒：请写 {n}",
  "host names are not looked up; write the address": "不解析主机名；请写地址",
  "write it as 192.168.1.100 or 192.168.1.100/24": "写作 192.168.1.100 或 192.168.1.100/24",
  "at most {n} characters, no '/', ':' or space": "最多 {n} 个字符，不含 '/'、':' 和空格",
  "add 'path /'": "加上 'path /'",
  "add 'url { path / }'": "加上 'url { path / }'",
  "add 'protocol TCP'": "加上 'protocol TCP'",
  "add 'auth_type PASS'": "加上 'auth_type PASS'",
  "add 'defaults_file /etc/baton/check.cnf', a file with [client], user and password":
    "加上 'defaults_file /etc/baton/check.cnf'，该文件含 [client]、user 和 password",
  "such as 'weight_by_lag 2 30 2'": "例如 'weight_by_lag 2 30 2'",
  "write type ipip, type gue port N or type gre; then nocsum, csum or, for gue, remcsum":
    "写 type ipip、type gue port N 或 type gre；其后是 nocsum、csum，或用于 gue 的 remcsum",
  "write tcp, tcpfin or udp and a number of seconds from 1 to {n}": "写 tcp、tcpfin 或 udp，以及 1 到 {n} 的秒数",
  "write lvs_flush_on_stop [VS]": "写作 lvs_flush_on_stop [VS]",
  "write 10.0.0.0/8": "写 10.0.0.0/8",
  "write 10.0.0.0/8 or default": "写 10.0.0.0/8 或 default",
  "write 10.0.0.1, 10.0.0.1-9, 10.0.0.1-10.0.0.9 or 10.0.0.0/28":
    "写 10.0.0.1、10.0.0.1-9、10.0.0.1-10.0.0.9 或 10.0.0.0/28",
  "write ADDRESS PORT lines": "写若干行 “地址 端口”",
  "these are: {list}": "已实现的有：{list}",
  "put the command into a script file": "把命令放进脚本文件",
  "put the command and its arguments in quotation marks": "把命令及其参数放在引号中",
  "a space stands before the port: {address} {n}": "端口之前是空格：{address} {n}",
  "or leave vrrp_strict out": "或去掉 vrrp_strict",
  "remove 'vrrp_strict', or add 'accept' to the instance": "去掉 'vrrp_strict'，或在实例中加上 'accept'",
  "remove the weight, so that a failure is a fault, or remove 'nopreempt'":
    "去掉权重，使失败即为故障（FAULT），或去掉 'nopreempt'",
  "write 'retry {n}'": "写作 'retry {n}'",
  "remove it": "删除它",
  "weight N and reverse are": "可用的是 weight N 和 reverse",
  "write its port, such as 3306, behind the address": "在地址之后写端口，例如 3306",
  "a number from 1 to 255, the same on both directors": "1 到 255 的数字，两台调度器相同",
  "move one kind to virtual_ipaddress_excluded or to an instance of its own":
    "把其中一种移到 virtual_ipaddress_excluded 或单独的实例中",
  "move the rest to virtual_ipaddress_excluded": "把其余的移到 virtual_ipaddress_excluded",
  "write a priority, such as 100": "写上 priority，例如 100",
  "write 'state BACKUP' on both directors": "在两台调度器上都写 'state BACKUP'",
  "use whole seconds, or 'version 3' on both directors": "使用整秒，或在两台调度器上都写 'version 3'",
  "an address of {word}, the same on both directors": "{word} 中的地址，两台调度器相同",
  "'use_ipvlan 192.168.1.9/24', an address that nobody else has": "'use_ipvlan 192.168.1.9/24'，一个无人使用的地址",
  "or name an 'interface' instead": "或改为写明 'interface'",
  "or 'all' in front of one": "或在其前面加 'all'",
};
