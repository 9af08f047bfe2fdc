import type { ProcessName } from "../ports/process-channel.ts";

/** The VIP must not wait for a services process that hangs. */
const SERVICES_STOP_MS = 2500;
const STOP_MS = 4000;

const OTHERS = ["bfd", "mail", "host", "witness"] as const;

/**
 * Servers out of the table, then priority 0 and VIP off, then the rest (docs/adr/0005); the uplink, which tells the
 * hub of all this, is not among them. `end` stops a process
 * within some milliseconds, and resolves at once for one that there is not; `tableGone` resolves when services has said so.
 */
export const stopAllButUplink = async (
  end: (name: ProcessName, withinMs: number) => Promise<void>,
  tableGone: Promise<void>,
): Promise<void> => {
  const servicesEnd = end("services", SERVICES_STOP_MS);
  // From here on clients are refused until the other director has the VIP, so nobody waits for a mere exit.
  await Promise.race([tableGone, servicesEnd]);
  await end("vrrp", STOP_MS);
  await Promise.all([servicesEnd, ...OTHERS.map((name) => end(name, STOP_MS))]);
};
