import { type Register, runProgram } from "./program.ts";

/** In the order of the help. Each is loaded only when it is asked for: most of the start-up time is loading code. */
const GROUPS: Readonly<Record<string, () => Promise<Register>>> = {
  agent: async () => (await import("./agent.ts")).registerAgent,
  vrrp: async () => (await import("./vrrp.ts")).registerVrrp,
  ipvs: async () => (await import("./ipvs-list.ts")).registerIpvs,
  service: async () => (await import("./service.ts")).registerService,
  realserver: async () => (await import("./realserver.ts")).registerRealserver,
  config: async () => (await import("./config.ts")).registerConfig,
};

/** Anything but a known first word is help, an option or a mistake, and needs them all. */
const groupsFor = (word: string): readonly (() => Promise<Register>)[] => {
  const asked = Object.hasOwn(GROUPS, word) ? GROUPS[word] : undefined;
  return asked ? [asked] : Object.values(GROUPS);
};

const groups = await Promise.all(groupsFor(process.argv[2] ?? "").map((load) => load()));
await runProgram(groups);
