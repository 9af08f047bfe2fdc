import { mustRun, runCommand } from "./command.ts";
import { type IpBatch, namespacePrefix, networkPlan } from "./topology.ts";

const runBatch = (batch: IpBatch): Promise<string> =>
  mustRun([...(batch.namespace === null ? ["ip"] : ["ip", "-n", batch.namespace]), "-batch", "-"], {
    input: `${batch.lines.join("\n")}\n`,
  });

export const createNetwork = async (labId: string): Promise<void> => {
  for (const stage of networkPlan(labId)) await Promise.all(stage.map(runBatch));
};

/** The namespaces of this lab that exist now, whoever left them. */
export const listNamespaces = async (labId: string): Promise<string[]> => {
  const listing = await mustRun(["ip", "netns", "list"]);
  return listing
    .split("\n")
    .map((line) => line.split(" ")[0] ?? "")
    .filter((name) => name.startsWith(namespacePrefix(labId)));
};

/** Every process inside a namespace. Membership is asked of the kernel, so a recycled pid can't be meant by mistake. */
export const namespacePids = async (namespace: string): Promise<number[]> => {
  const output = await runCommand(["ip", "netns", "pids", namespace]);
  return output.stdout
    .split("\n")
    .map((line) => Number.parseInt(line, 10))
    .filter((pid) => Number.isInteger(pid) && pid > 1);
};

export const signalNamespace = async (namespace: string, signal: NodeJS.Signals): Promise<number> => {
  const pids = await namespacePids(namespace);
  for (const pid of pids) {
    try {
      process.kill(pid, signal);
    } catch {
      // It ended by itself since it was listed.
    }
  }
  return pids.length;
};
