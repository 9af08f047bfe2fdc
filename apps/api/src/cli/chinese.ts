import { USAGE } from "@baton/shared/base/chinese-usage.ts";
import type { Phrases } from "@baton/shared/base/dictionary.ts";

/** What `baton hub` says to the person who typed it; its log lines are English. */
export const HUB: Phrases = {
  "No administrator yet. This link makes one, once, within 24 hours:\n\n  {word}\n":
    "还没有管理员。请用此链接创建，仅限一次，24 小时内有效：\n\n  {word}\n",
  "Database ready, {n} migrations applied.": "数据库已就绪，执行了 {n} 个迁移。",
  "The migrations lead to the schema already.": "现有迁移已能得到该 schema。",
  "Wrote prisma/migrations/{word}.": "已写入 prisma/migrations/{word}。",
  "a migration's name is made of a-z, 0-9 and _": "迁移的名称由 a-z、0-9 和 _ 组成",
  '--listen wants HOST:PORT, such as 127.0.0.1:3000 or [::1]:3000, not "{word}"':
    "--listen 的写法是 HOST:PORT，例如 127.0.0.1:3000 或 [::1]:3000，而不是“{word}”",
  '--public-url wants an http or https URL, not "{word}"': "--public-url 须为 http 或 https 的 URL，而不是“{word}”",
  "DATABASE_URL wants postgresql://USER:PASSWORD@HOST:PORT/DATABASE":
    "DATABASE_URL 的写法是 postgresql://USER:PASSWORD@HOST:PORT/DATABASE",
  "the database server {word} refuses: {why}; see DATABASE_URL":
    "数据库服务器 {word} 拒绝连接：{why}；请检查 DATABASE_URL",
  "the database server {word} does not answer: {why}; is it running, and is DATABASE_URL right?":
    "数据库服务器 {word} 没有应答：{why}；它是否在运行，DATABASE_URL 是否正确？",
  "{word} is taken by another program; choose another --listen": "{word} 已被其他程序占用；请另选 --listen",
  "this machine has no address {word}; choose another --listen": "本机没有地址 {word}；请另选 --listen",
  "no right to listen on {word}; ports below 1024 need CAP_NET_BIND_SERVICE":
    "无权监听 {word}；1024 以下的端口需要 CAP_NET_BIND_SERVICE",
  "{word} is not JSON": "{word} 不是 JSON",
  '{word} wants an object of node names and tokens of 16 to 200 characters: {"lvs1": "..."}':
    '{word} 须为由节点名和 16 到 200 个字符的令牌组成的对象：{"lvs1": "..."}',
  "another hub (process {n}) uses {word}": "另一个 hub（进程 {n}）正在使用 {word}",
  "cannot make the lock file {word}": "无法创建锁文件 {word}",
  "there is no file {word}": "没有文件 {word}",
  "cannot read {word}": "无法读取 {word}",
  "{word} holds secrets: make it readable by its owner alone (chmod 600)":
    "{word} 含有机密：请设为仅所有者可读（chmod 600）",
  "{word} is larger than {n} bytes": "{word} 大于 {n} 个字节",
  ...USAGE,
};

/** Descriptions and closing texts of --help. */
export const HUB_HELP: Readonly<Record<string, string>> = {
  "en or zh-CN, for what people read; without it, that of the locale":
    "en 或 zh-CN，供人阅读的内容所用的语言；不给则取自 locale",
  "Collects what every agent sees, and serves the dashboard and the API. Never in the data path.":
    "汇集每个 agent 所见，并提供仪表盘和 API。从不处于数据路径上。",
  "run the hub in the foreground until SIGINT or SIGTERM; log lines go to stderr":
    "在前台运行 hub，直到 SIGINT 或 SIGTERM；日志写到 stderr",
  "database, lock and set-up link live here": "存放数据库、锁和初始链接的目录",
  "address to listen on": "监听的地址",
  "where browsers reach the hub, for the set-up link and for https cookies":
    "浏览器访问 hub 的地址，用于初始链接和 https cookie",
  "the built dashboard to serve": "要提供的已构建仪表盘",
  'JSON {"node": "token"}, mode 0600: each token enrols its node once':
    'JSON {"节点": "令牌"}，权限 0600：每个令牌可注册其节点一次',
  "make the database, bring it up to date, and exit": "创建数据库并更新到最新，然后退出",
  "the data folder": "数据目录",
  "for development: write the SQL that leads from the migrations to prisma/schema.prisma":
    "供开发使用：写出从现有迁移到 prisma/schema.prisma 的 SQL",
  [`
Environment:
  DATABASE_URL   postgresql://... to use a PostgreSQL server; without it the database is embedded in the data folder

Examples:
  baton hub run --data-dir /var/lib/baton/hub
  baton hub run --data-dir ./hub --listen 0.0.0.0:8080 --public-url http://panel.example:8080 --web-dir apps/web/out

Exit status: 0 after an orderly stop, 1 when the hub could not start or a setting is wrong.`]: `
环境变量：
  DATABASE_URL   postgresql://... 使用 PostgreSQL 服务器；不设则数据库嵌入在数据目录中

示例：
  baton hub run --data-dir /var/lib/baton/hub
  baton hub run --data-dir ./hub --listen 0.0.0.0:8080 --public-url http://panel.example:8080 --web-dir apps/web/out

退出码：正常停止为 0；hub 无法启动或设置有误为 1。`,
  "\nExample:\n  baton hub init --data-dir /var/lib/baton/hub":
    "\n示例：\n  baton hub init --data-dir /var/lib/baton/hub",
  "\nExample:\n  baton hub migration add_weights": "\n示例：\n  baton hub migration add_weights",
};
