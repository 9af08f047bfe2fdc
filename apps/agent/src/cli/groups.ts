import type { Register } from "./program.ts";

/** In the order of the help. Each is loaded only when it is asked for: most of the start-up time is loading code. */
const GROUPS: Readonly<Record<string, () => Promise<Register>>> = {
  agent: async () => (await import("./agent.ts")).registerAgent,
  vrrp: async () => (await import("./vrrp.ts")).registerVrrp,
  ipvs: async () => (await import("./ipvs-list.ts")).registerIpvs,
  service: async () => (await import("./service.ts")).registerService,
  realserver: async () => (await import("./realserver.ts")).registerRealserver,
  config: async () => (await import("./config.ts")).registerConfig,
};

/** The groups of commands that a first word may mean: anything but a group's own is help, an option or a mistake. */
export const loadGroups = (word: string): Promise<readonly Register[]> => {
  const asked = Object.hasOwn(GROUPS, word) ? GROUPS[word] : undefined;
  return Promise.all((asked ? [asked] : Object.values(GROUPS)).map((load) => load()));
};
