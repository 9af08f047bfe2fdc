import { factSchema } from "@baton/shared/contract/facts.ts";
import fc from "fast-check";
import { expect, test } from "vitest";
import { type Row, replicationEvent, replicationFact, statusQueryFor, unreachableFact } from "./replication.ts";

const MARIADB: Row = {
  Master_Host: "192.168.1.6",
  Master_Port: 3306,
  Slave_IO_Running: "Yes",
  Slave_SQL_Running: "Yes",
  Seconds_Behind_Master: 0,
  Last_IO_Error: "",
  Last_SQL_Error: "",
};
const MYSQL: Row = {
  Source_Host: "192.168.1.6",
  Source_Port: 3306,
  Replica_IO_Running: "Yes",
  Replica_SQL_Running: "Yes",
  Seconds_Behind_Source: 7,
};
const fact = (...rows: Row[]) => replicationFact("db1", { serverId: 1, readOnly: 0, rows });

test.each([
  ["10.11.14-MariaDB-log", "SHOW ALL SLAVES STATUS"],
  ["5.5.5-10.3.39-MariaDB", "SHOW ALL SLAVES STATUS"],
  ["8.4.0", "SHOW REPLICA STATUS"],
  ["8.0.22", "SHOW REPLICA STATUS"],
  ["8.0.21", "SHOW SLAVE STATUS"],
  ["5.7.44-log", "SHOW SLAVE STATUS"],
  ["9.1.0", "SHOW REPLICA STATUS"],
  ["", "SHOW SLAVE STATUS"],
])("%s is asked with %s", (version, query) => {
  expect(statusQueryFor(version)).toBe(query);
});

test("both dialects give the same fact", () => {
  expect(fact(MARIADB)).toMatchObject({
    reachable: true,
    serverId: 1,
    readOnly: false,
    ioRunning: true,
    sqlRunning: true,
    lagSeconds: 0,
    source: "192.168.1.6:3306",
    problem: null,
  });
  expect(fact(MYSQL)).toMatchObject({ ioRunning: true, sqlRunning: true, lagSeconds: 7, problem: null });
});

test.each<[string, Row, string]>([
  [
    "a stopped SQL thread with its error",
    { ...MARIADB, Slave_SQL_Running: "No", Last_SQL_Error: "Duplicate entry" },
    "the SQL thread for 192.168.1.6:3306 is not running: Duplicate entry",
  ],
  [
    "a source that does not answer",
    { ...MARIADB, Slave_IO_Running: "Connecting", Last_IO_Error: "error connecting" },
    "the I/O thread for 192.168.1.6:3306 is still connecting: error connecting",
  ],
  [
    "a stopped I/O thread",
    { ...MARIADB, Slave_IO_Running: "No" },
    "the I/O thread for 192.168.1.6:3306 is not running",
  ],
])("%s", (_, row, problem) => {
  expect(fact(row).problem).toBe(problem);
});

test("of several sources the worst counts", () => {
  const broken = { ...MARIADB, Master_Host: "192.168.1.7", Slave_SQL_Running: "No", Seconds_Behind_Master: null };
  expect(fact(MARIADB, broken)).toMatchObject({ ioRunning: true, sqlRunning: false, lagSeconds: null });
});

test("no rows, no rights", () => {
  expect(fact().problem).toBe("this server is no replica of anything");
  expect(replicationFact("db1", { serverId: 1, readOnly: "ON", rows: null })).toMatchObject({
    readOnly: true,
    problem: "no right to see the replication status",
  });
});

test("the lag alone is no news; a thread, the mode or the reach is", () => {
  const good = fact(MARIADB);
  expect(replicationEvent(good, fact({ ...MARIADB, Seconds_Behind_Master: 30 }), 1)).toBeNull();
  expect(replicationEvent(null, good, 1)).toMatchObject({ severity: "info", kind: "replication.changed" });
  expect(replicationEvent(good, { ...good, readOnly: true }, 1)?.text).toContain("read only");
  expect(replicationEvent(good, unreachableFact("db1", "connect ECONNREFUSED"), 1)).toMatchObject({
    severity: "warning",
    text: "database db1 can't be asked: connect ECONNREFUSED",
  });
});

test("whatever a server answers, the fact keeps the contract", () => {
  const value = fc.oneof(fc.string({ maxLength: 5000 }), fc.double(), fc.constant(null), fc.constant(undefined));
  fc.assert(
    fc.property(
      fc.array(
        fc.record({ Master_Host: value, Slave_IO_Running: value, Seconds_Behind_Master: value, Last_SQL_Error: value }),
        { maxLength: 30 },
      ),
      value,
      (rows, serverId) => {
        expect(factSchema.safeParse(replicationFact("db1", { serverId, readOnly: serverId, rows })).success).toBe(true);
      },
    ),
  );
});
