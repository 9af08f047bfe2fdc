import { spawnSync } from "node:child_process";
import { existsSync } from "node:fs";
import { env, find } from "./debian.ts";

/**
 * True when the running kernel has IPVS; loads its module when it is there but not loaded yet (/proc/net/ip_vs appears
 * with the module, whoever loaded it).
 */
export const hasIpvs = (): boolean => {
  if (existsSync("/proc/net/ip_vs")) return true;
  const modprobe = find("modprobe");
  if (modprobe !== null) spawnSync(modprobe, ["-q", "ip_vs"], { env: env(), stdio: "ignore" });
  return existsSync("/proc/net/ip_vs");
};
