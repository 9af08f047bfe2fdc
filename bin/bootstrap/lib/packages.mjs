/*
 * Debian packages by purpose. Each list is unpacked with everything it needs into .baton/debian, never installed.
 * `tool` (a program) or `at` (a path) tells whether the system has it already; `alone` leaves its dependencies out.
 */

/** Needed to compile raw-socket. These alone are installed by apt-get: they bring no service. */
export const compilers = [
  { tool: "make", package: "make" },
  { tool: "g++", package: "g++" },
  { tool: "python3", package: "python3-minimal" },
];

/** What the lab runs on every machine. A tool that the system already has is not fetched. */
export const labPackages = [
  { tool: "ip", package: "iproute2" },
  { tool: "modprobe", package: "kmod" },
  { tool: "mariadbd", package: "mariadb-server-core" },
  { tool: "mariadb", package: "mariadb-client-core" },
  // Only for its table definitions; what a service of it would need is left out.
  { package: "mariadb-server", at: "usr/share/mysql/mysql_system_tables.sql", alone: true },
  { tool: "ipvsadm", package: "ipvsadm" },
];

/** Only where the running kernel has no IPVS. */
export const vmPackages = [
  { tool: "qemu-system-x86_64", package: "qemu-system-x86" },
  { tool: "busybox", package: "busybox-static" },
  { tool: "xz", package: "xz-utils" },
  { tool: "depmod", package: "kmod" },
];

/** Metapackages that name the current kernel, first match wins (Debian, then Ubuntu). Never the cloud flavour: it lacks 9p. */
export const kernelMetapackages = ["linux-image-amd64", "linux-image-generic"];

/** Peers and tools that only tests use; fetched by `npm test` alone. One that this distribution lacks is left out, and said. */
export const testPackages = [
  { tool: "keepalived", package: "keepalived", optional: true },
  { package: "frr", at: "usr/lib/frr/zebra", optional: true },
  { tool: "chromium", package: "chromium", optional: true },
  { package: "fonts-noto-cjk", at: "usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc", optional: true },
  { tool: "tcpdump", package: "tcpdump", optional: true },
  { tool: "nft", package: "nftables", optional: true },
  { package: "postgresql", at: "usr/lib/postgresql", optional: true },
];
