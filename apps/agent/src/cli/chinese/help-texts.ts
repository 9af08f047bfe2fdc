/** What stands behind the lists of --help: English at the start, by a line that only this one has. */
export const EXIT_HELP = `退出码：
  0  完成                            5  缺少权能（不是 root）
  1  配置有错误                      6  控制套接字上没有 agent 应答
  2  命令行有错误                    7  agent 拒绝了命令或执行失败
  3  status：状态不正常              8  状态目录或系统无法使用
  4  另一个 agent 正使用此状态目录   70 Baton 自身的缺陷`;

/** By the commands that they belong to: "agent run"; "" is baton itself. */
export const AFTER: Readonly<Record<string, string>> = {
  "": `
另外：\`baton hub\`（面板）、\`baton lab\` 和 \`baton scenario\`（测试环境）各有自己的 --help。

示例：
  baton config check /etc/keepalived/keepalived.conf
  baton agent run --config /etc/keepalived/keepalived.conf
  baton agent status
  baton ipvs list

${EXIT_HELP}`,
  "agent run": `
示例：
  baton agent run --config /etc/keepalived/keepalived.conf
      单独一台调度器
  baton agent run --config keepalived.conf --hub http://192.168.1.20:8080 --enrolment-token-file token
      向 hub 上报的调度器
  baton agent run --role realserver --loopback-vip 192.168.1.100 --mysql-defaults-file /etc/baton/my.cnf
      数据库主机
  baton agent run --role witness --witness-target 192.168.1.100:3306
      从客户端一侧观察服务

信号：SIGTERM 和 SIGINT 依次停止（服务器移出表、发送优先级 0、移除 VIP、还原回环接口）；
SIGHUP 重新读取配置，有错误的配置不会改变任何东西；SIGUSR1 和 SIGUSR2 把状态写入
状态目录中的 status.json。`,
  vrrp: `
示例：
  baton vrrp list
  baton vrrp takeover VI_1 --lease 10m     使此备节点成为主节点，不中断，持续十分钟
  baton vrrp release VI_1                  交还优先级；更强的主节点重新接管`,
  service: `
此处设置的权重优先于配置、复制延迟和 MISC_CHECK。它在重新加载和重启后仍然有效，
直到恢复或时间结束。

示例：
  baton service list
  baton service drain 192.168.1.100:3306 192.168.1.5:3306 --for 2h --reason "升级 db1"
  baton service weight "TCP 192.168.1.100:3306" 192.168.1.5:3306 10
  baton service restore 192.168.1.100:3306 192.168.1.5:3306`,
  realserver: `
示例：
  baton realserver start --vip 192.168.1.100      VIP/32 放到 lo；lo 和 all 上 arp_ignore=1、arp_announce=2
  baton realserver status --vip 192.168.1.100     指出哪里不对；有问题时退出码为 3
  baton realserver stop --vip 192.168.1.100       移除并还原原有的值

角色为 realserver 的 agent 在运行期间做同样的事，二者只用其一。`,
  "config check": `
示例：
  baton config check /etc/keepalived/keepalived.conf`,
  "config lint": `
示例：
  baton config lint lvs1.conf lvs2.conf`,
  "config plan": `
示例：
  baton config plan new.conf --against /etc/keepalived/keepalived.conf
  baton config plan new.conf --against /var/lib/baton`,
  "config fmt": `
示例：
  baton config fmt --write keepalived.conf`,
  "config modernise": `
示例：
  baton config modernise /etc/keepalived/keepalived.conf`,
};
