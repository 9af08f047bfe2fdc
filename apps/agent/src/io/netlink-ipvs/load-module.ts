import { spawn } from "node:child_process";

/**
 * Asks the system to load the kernel module ip_vs. Resolves whatever comes of it: whether IPVS is there is found
 * out by asking the kernel, not by this exit status.
 */
export const loadIpvsModule = (): Promise<void> =>
  new Promise((resolve) => {
    const child = spawn("modprobe", ["-q", "ip_vs"], { stdio: "ignore", timeout: 10_000 });
    child.on("error", () => resolve());
    child.on("close", () => resolve());
  });
