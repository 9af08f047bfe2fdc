import { virtualRouterViewSchema } from "@baton/shared/contract/http/fleet.ts";
import * as z from "zod";
import { poll, until } from "../lab/poll.ts";
import { HOSTS } from "../lab/topology.ts";
import {
  bothTablesAsInTheArticle,
  DIRECTORS,
  heldOnlyBy,
  ipvsadmTableOf,
  tableOf,
  untilTablesHave,
} from "./directors.ts";
import { sameTable } from "./ipvs-table.ts";
import { expectThat, ms, type Proof, type Scene, type Step } from "./step.ts";

export const INSTANCE = "VI_1";

const routersSchema = z.array(virtualRouterViewSchema);

/** What the hub says of both directors, once it has heard them: "lvs1 master, lvs2 backup". */
const untilHubAgrees = (scene: Scene): Promise<string> =>
  poll(
    { what: "the hub says lvs1 is master and lvs2 is backup", deadlineMs: 60_000, everyMs: 250, signal: scene.signal },
    async () => {
      const routers = await scene.hub.get("/api/v1/virtual-routers", routersSchema);
      const router = routers.find((one) => one.instance === INSTANCE);
      const states = (router?.members ?? []).map((member) => `${member.node} ${member.state}`).toSorted();
      if (states.join(", ") === "lvs1 master, lvs2 backup" && router?.owner.verdict === "one") return states.join(", ");
      throw new Error(`it says: ${states.join(", ") || "nothing"}, owner ${JSON.stringify(router?.owner)}`);
    },
  );

/** Lab in the article's state: everything runs, lvs1 has the VIP, both tables are full. Every step begins from it. */
export const returnToSteady = async (scene: Scene): Promise<void> => {
  for (const unit of scene.lab.units) if (!unit.process()?.running()) await unit.start();
  await heldOnlyBy(scene, "lvs1", 60_000);
  await bothTablesAsInTheArticle(scene);
};

const steady = async (scene: Scene): Promise<Proof> => {
  const start = performance.now();
  await heldOnlyBy(scene, "lvs1");
  await bothTablesAsInTheArticle(scene);
  const compared = await Promise.all(
    DIRECTORS.map(async (name) => {
      const reference = await ipvsadmTableOf(scene, name);
      if (reference === null) return false;
      const own = await tableOf(scene, name);
      expectThat(sameTable(own, reference), `${name}: baton ipvs list\n${own}\ndiffers from ipvsadm -ln\n${reference}`);
      return true;
    }),
  );
  const states = await untilHubAgrees(scene);
  const witness = compared.every(Boolean) ? "; ipvsadm agrees" : "; no ipvsadm to compare with";
  return {
    sentence: `${states}; lvs1 alone holds the VIP, both IPVS tables are the article's${witness}`,
    measuredMs: performance.now() - start,
    figures: { ipvsadm: compared.every(Boolean) ? "agrees" : "absent" },
  };
};

/** Writes a row through the VIP and waits until it is on the databases named. Returns who took it. */
const writeThroughVip = async (scene: Scene, note: string, on: readonly ("db1" | "db2")[]): Promise<number> => {
  const rows = await scene.client.sql(
    "CREATE TABLE IF NOT EXISTS orders (id BIGINT AUTO_INCREMENT PRIMARY KEY, note VARCHAR(100) NOT NULL UNIQUE)",
    `INSERT INTO orders (note) VALUES ('${note}')`,
    "SELECT @@server_id AS server",
  );
  for (const name of on) {
    await until({ what: `the row is on ${name}`, deadlineMs: 15_000, everyMs: 20, signal: scene.signal }, async () => {
      const [found] = await scene.lab.databases[name].query(
        `SELECT COUNT(*) AS n FROM shop.orders WHERE note = '${note}'`,
      );
      return found?.n === 1;
    });
  }
  return Number(rows[0]?.server);
};

const writeAndReplicate = async (scene: Scene): Promise<Proof> => {
  const start = performance.now();
  const server = await writeThroughVip(scene, "step 2", ["db1", "db2"]);
  return {
    sentence: `the client's row, taken by server ${server} through the VIP, is on both databases`,
    measuredMs: performance.now() - start,
  };
};

const databaseStops = async (scene: Scene): Promise<Proof> => {
  const start = performance.now();
  const stopMs = await scene.lab.databases.db2.stop();
  await untilTablesHave(scene, HOSTS.db2.lan, false, 45_000);
  const removedMs = performance.now() - start;
  const server = await writeThroughVip(scene, "step 3", ["db1"]);
  expectThat(server === 1, `the client's write was taken by server ${server}, but only server 1 is there`);
  return {
    sentence: `both directors took ${HOSTS.db2.lan} out after ${ms(removedMs)}, the client goes on with db1`,
    measuredMs: removedMs,
    figures: { mariadbStopMs: Math.round(stopMs) },
  };
};

const databaseReturns = async (scene: Scene): Promise<Proof> => {
  if (scene.lab.databases.db2.process()?.running()) await scene.lab.databases.db2.stop();
  const start = performance.now();
  await scene.lab.databases.db2.start();
  const answersMs = performance.now() - start;
  await untilTablesHave(scene, HOSTS.db2.lan, true, 45_000);
  const addedMs = performance.now() - start;
  await bothTablesAsInTheArticle(scene);
  await until({ what: "db2 has caught up", deadlineMs: 30_000, everyMs: 50, signal: scene.signal }, async () => {
    const [found] = await scene.lab.databases.db2.query("SELECT COUNT(*) AS n FROM shop.orders WHERE note = 'step 3'");
    return found?.n === 1;
  });
  return {
    sentence: `both directors added ${HOSTS.db2.lan} again ${ms(addedMs)} after its start, and it has the row it missed`,
    measuredMs: addedMs,
    figures: { mariadbAnswersMs: Math.round(answersMs) },
  };
};

export const steadySteps: readonly Step[] = [
  { number: 1, title: "lvs1 is master with the VIP, lvs2 backup, IPVS tables as in the article", run: steady },
  { number: 2, title: "a write through the VIP is on both databases", run: writeAndReplicate },
  { number: 3, title: "MariaDB on db2 stops: removed by both directors", run: databaseStops },
  { number: 4, title: "MariaDB on db2 starts: added again", run: databaseReturns },
];
