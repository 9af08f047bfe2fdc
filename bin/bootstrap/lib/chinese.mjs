/** What is said, as a pattern, and its Chinese form; the first that fits counts. */
export const chinese = [
  // Steps of the set-up, and what they did.
  [/^Node 24 and pnpm$/, "Node 24 和 pnpm"],
  [/^Compiler for raw-socket$/, "raw-socket 所需的编译器"],
  [/^Debian packages, unpacked privately$/, "Debian 软件包（私下解包）"],
  [/^npm packages$/, "npm 软件包"],
  [/^Database client$/, "数据库客户端"],
  [/^Bundles$/, "打包"],
  [/^VM image$/, "虚拟机镜像"],
  [/^Lab databases$/, "实验环境的数据库"],
  [/^nothing to do$/, "无需操作"],
  [/^failed$/, "失败"],
  [/^Node 24 and pnpm are in \.baton\/runtime$/, "Node 24 和 pnpm 已在 .baton/runtime 中"],
  [/^(\d+) packages$/, "$1 个软件包"],
  [/^not needed: this kernel has IPVS$/, "不需要：此内核有 IPVS"],
  [/^skipped: the lab needs root \(network namespaces\)$/, "跳过：实验环境需要 root（网络命名空间）"],
  [/^Set up in (.*)\.$/, "设置完成，用时 $1。"],
  [/^Baton will fetch what is missing:$/, "Baton 将获取缺少的内容："],
  [/^Node 24 and pnpm, by npm, into \.baton\/runtime$/, "Node 24 和 pnpm，用 npm 安装到 .baton/runtime"],
  [/^into the system, by apt-get \(no services\): (.*)$/, "安装到系统，用 apt-get（不含服务）：$1"],
  [
    /^Debian packages, unpacked into \.baton\/debian, not installed: (.*)$/,
    "Debian 软件包，解包到 .baton/debian，不安装：$1",
  ],
  [
    /^a Debian kernel with IPVS for the VM, unpacked into \.baton\/debian$/,
    "供虚拟机使用的带 IPVS 的 Debian 内核，解包到 .baton/debian",
  ],
  [/^npm packages, by pnpm, into node_modules$/, "npm 软件包，用 pnpm 安装到 node_modules"],
  [/^apt-get update \(package lists are missing or old\)$/, "apt-get update（软件包列表缺少或过旧）"],
  [/^installing into the system by apt-get \(no services in them\): (.*)$/, "用 apt-get 安装到系统（不含服务）：$1"],
  [
    /^unpacking into \.baton\/debian \(nothing is installed\): (\d+) packages, for (.*)$/,
    "解包到 .baton/debian（不安装）：$1 个软件包，用于 $2",
  ],
  [/^unpacking into \.baton\/debian \(nothing is installed\): (.*)$/, "解包到 .baton/debian（不安装）：$1"],
  [
    /^(\S+) is not offered by this distribution; tests that need it are skipped$/,
    "此发行版不提供 $1；需要它的测试将跳过",
  ],
  [/^the download failed; apt-get update, then once more$/, "下载失败；执行 apt-get update 后再试一次"],

  // What a person can act on.
  [/^Baton runs on Linux only\.$/, "Baton 只能在 Linux 上运行。"],
  [
    /^The lab needs root, because it makes network namespaces: run `sudo npm start`\.$/,
    "实验环境要创建网络命名空间，需要 root：请运行 `sudo npm start`。",
  ],
  [/^usage: npm start -- \[--port N\], with N from 1 to 65535$/, "用法：npm start -- [--port N]，N 为 1 到 65535"],
  [
    /^Port (\d+) on 127\.0\.0\.1 is taken by another program\. Choose another: (.*)\.$/,
    "127.0.0.1 上的端口 $1 已被其他程序占用。请另选端口：$2。",
  ],
  [
    /^Port (\d+) on 127\.0\.0\.1 cannot be used \((.*)\)\. Choose another: (.*)\.$/,
    "127.0.0.1 上的端口 $1 无法使用（$2）。请另选端口：$3。",
  ],
  [/^Not set up yet; run `npm run setup`\.$/, "尚未设置；请运行 `npm run setup`。"],
  [
    /^(\S+) was found neither in the system nor in (\S+); remove (\S+) and run `npm run setup` again\.$/,
    "在系统和 $2 中都没有找到 $1；请删除 $3 并重新运行 `npm run setup`。",
  ],
  [
    /^This set-up knows Debian and Ubuntu only \(apt-get was not found\)\. Install these by hand with your package manager, then run it again: (.*) \(Fedora\/RHEL names: (.*)\)\.$/,
    "此设置程序只支持 Debian 和 Ubuntu（没有找到 apt-get）。请用您的软件包管理器手工安装下列软件包，然后重新运行：$1（Fedora/RHEL 中的名称：$2）。",
  ],
  [/^Only x86-64 is supported so far; this machine is (.*)\.$/, "目前只支持 x86-64；本机是 $1。"],
  [
    /^The package lists are missing; run `sudo apt-get update`, then this again\.$/,
    "缺少软件包列表；请运行 `sudo apt-get update`，然后重新运行。",
  ],
  [
    /^These packages are missing and installing them needs root: (.*?)\. Run (`.*`), then this again\.$/,
    "缺少下列软件包，安装它们需要 root：$1。请运行 $2，然后重新运行。",
  ],
  [
    /^The package (\S+) is not offered by this distribution's sources; check them, then `apt-get update`\.$/,
    "此发行版的软件源不提供 $1；请检查软件源，然后运行 `apt-get update`。",
  ],
  [
    /^No kernel package was found \(looked for (.*)\); run `apt-get update` and try again\.$/,
    "没有找到内核软件包（查找了 $1）；请运行 `apt-get update` 后重试。",
  ],
  [/^(.*) could not be unpacked; is the disk full\?$/, "$1 无法解包；磁盘是否已满？"],
  [
    /^The VM's kernel is missing from \.baton\/debian; remove \.baton\/stamps and run `npm run setup` again\.$/,
    "虚拟机的内核不在 .baton/debian 中；请删除 .baton/stamps 并重新运行 `npm run setup`。",
  ],
  [/^The kernel (\S+) lacks these modules: (.*)\.$/, "内核 $1 缺少这些模块：$2。"],

  // A command that failed, and its remedies.
  [/^`(.*)` failed \(exit (\d+)\)\.$/, "`$1` 失败（退出码 $2）。"],
  [/^`(.*)` failed \((\S+)\)\.$/, "`$1` 失败（$2）。"],
  [/^(\S+) could not be started: (.*)\.$/, "无法启动 $1：$2。"],
  [/^(\S+) could not be started \((.*)\); run `npm run setup`\.$/, "无法启动 $1（$2）；请运行 `npm run setup`。"],
  [/^usage: node bin\/bootstrap\/run\.mjs TOOL \[ARGUMENT\.\.\.\]$/, "用法：node bin/bootstrap/run.mjs 工具 [参数...]"],
  [/^Check the network and \/etc\/apt\/sources\.list\.$/, "请检查网络和 /etc/apt/sources.list。"],
  [/^Run it by hand to see what is wrong\.$/, "请手工运行它，看看哪里有问题。"],
  [/^Run `apt-get update` and try again\.$/, "请运行 `apt-get update` 后重试。"],
  [/^Check the network, run `apt-get update`, and try again\.$/, "请检查网络，运行 `apt-get update` 后重试。"],
  [
    /^npm's registry must be reachable; raw-socket needs make, g\+\+ and python3\.$/,
    "须能访问 npm 的 registry；raw-socket 需要 make、g++ 和 python3。",
  ],
  [
    /^npm must reach its registry \(`npm ping` tells\); behind a proxy set npm_config_proxy\.$/,
    "npm 须能访问其 registry（可用 `npm ping` 检查）；若使用代理，请设置 npm_config_proxy。",
  ],
];
