import { fork } from "node:child_process";
import { once } from "node:events";
import { fileURLToPath } from "node:url";

export interface Listener {
  /** Connections taken so far. */
  count(): Promise<number>;
  close(): Promise<void>;
}

/** A process that takes connections to the port on every address of this namespace and hangs up at once. */
export const startListener = async (port: number): Promise<Listener> => {
  const child = fork(fileURLToPath(new URL("./listener-process.ts", import.meta.url)), [String(port)]);
  const ask = async (): Promise<number> => {
    child.send("count");
    const [count] = (await once(child, "message")) as [number];
    return count;
  };
  await once(child, "message");
  return {
    count: ask,
    close: async () => {
      const exited = once(child, "exit");
      child.disconnect();
      await exited;
    },
  };
};
