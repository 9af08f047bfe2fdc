import { mustRun } from "../lab/command.ts";
import { heldBy, holders } from "../lab/observe.ts";
import { repositoryPath } from "../lab/paths.ts";
import { poll, until } from "../lab/poll.ts";
import { tail } from "../lab/processes.ts";
import { type DirectorName, namespaceName, VIP } from "../lab/topology.ts";
import { env, find } from "../vm/debian.ts";
import { ARTICLE_TABLE, destinationsOf, sameTable } from "./ipvs-table.ts";
import type { Scene } from "./step.ts";

export const DIRECTORS = ["lvs1", "lvs2"] as const;

const inside = (scene: Scene, director: DirectorName, argv: readonly string[]): Promise<string> =>
  mustRun(["ip", "netns", "exec", namespaceName(scene.lab.id, director), ...argv], { env: env() });

/** The kernel's table on that director, by Baton's own listing. */
export const tableOf = (scene: Scene, director: DirectorName): Promise<string> =>
  inside(scene, director, [repositoryPath("bin", "baton"), "ipvs", "list"]);

/** The same by ipvsadm; null where that is not at hand. */
export const ipvsadmTableOf = async (scene: Scene, director: DirectorName): Promise<string | null> => {
  const ipvsadm = find("ipvsadm");
  return ipvsadm === null ? null : inside(scene, director, [ipvsadm, "-ln"]);
};

/** The kernel's own text listing, cheap enough to be asked often: real servers as "0xC0A80106:3306" style hex. */
const listsRealServer = async (scene: Scene, director: DirectorName, address: string): Promise<boolean> => {
  const hex = address
    .split(".")
    .map((part) => Number(part).toString(16).padStart(2, "0").toUpperCase())
    .join("");
  const listing = await inside(scene, director, ["cat", "/proc/net/ip_vs"]);
  return listing.split("\n").some((line) => line.includes("->") && line.includes(`${hex}:`));
};

export const agentLogs = async (scene: Scene, lines = 12): Promise<string> => {
  const parts = await Promise.all(
    DIRECTORS.map(async (name) => `--- ${name}:\n${await tail(scene.lab.agents[name].logFile, lines)}`),
  );
  return parts.join("\n");
};

/** Waits until exactly this director's kernel holds the VIP. */
export const heldOnlyBy = async (scene: Scene, director: DirectorName, deadlineMs = 30_000): Promise<void> => {
  await poll(
    {
      what: `${director} alone holds ${VIP}`,
      deadlineMs,
      everyMs: 250,
      signal: scene.signal,
      evidence: () => agentLogs(scene),
    },
    async () => {
      const now = await holders(scene.lab.id);
      if (now.length === 1 && now[0] === director) return true;
      throw new Error(`held by ${now.join(" and ") || "nobody"}`);
    },
  );
};

export const isHeldBy = (scene: Scene, director: DirectorName): Promise<boolean> => heldBy(scene.lab.id, director);

/** Milliseconds until the tables of both directors have that real server, or have it no more. */
export const untilTablesHave = async (
  scene: Scene,
  address: string,
  wanted: boolean,
  deadlineMs: number,
): Promise<number> => {
  const start = performance.now();
  await until(
    {
      what: `both tables are ${wanted ? "with" : "without"} ${address}`,
      deadlineMs,
      everyMs: 500,
      signal: scene.signal,
      evidence: () => agentLogs(scene),
    },
    async () => {
      const present = await Promise.all(DIRECTORS.map((name) => listsRealServer(scene, name, address)));
      return present.every((each) => each === wanted);
    },
  );
  return performance.now() - start;
};

export const bothTablesAsInTheArticle = async (scene: Scene): Promise<void> => {
  await until(
    { what: "both IPVS tables are as in the article", deadlineMs: 60_000, everyMs: 500, signal: scene.signal },
    async () => {
      for (const name of DIRECTORS) {
        const table = await tableOf(scene, name);
        if (!sameTable(table, ARTICLE_TABLE)) throw new Error(`${name} has:\n${table}`);
      }
      return true;
    },
  );
};

export const realServersOf = async (scene: Scene, director: DirectorName): Promise<string[]> =>
  destinationsOf(await tableOf(scene, director));
