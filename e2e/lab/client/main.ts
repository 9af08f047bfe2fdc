import { createInterface } from "node:readline";
import { errorText } from "@baton/shared/base/error-text.ts";
import { createConnection, type RowDataPacket } from "mysql2/promise";
import { type Probe, startProbe } from "./probe.ts";
import { type ClientReply, type ClientRequest, clientReplySchema, clientRequestSchema } from "./protocol.ts";

/** Runs in the client's namespace: an application's MySQL client and an independent probe. Ends with its input. */
let probe: Probe | null = null;

const runStatements = async (request: Extract<ClientRequest, { op: "sql" }>): Promise<Omit<ClientReply, "id">> => {
  const { host, port, user, password, database, statements } = request;
  const connection = await createConnection({ host, port, user, password, database, connectTimeout: 5000 });
  try {
    let rows: unknown = [];
    for (const sql of statements) [rows] = await connection.query<RowDataPacket[]>({ sql, timeout: 10_000 });
    return clientReplySchema.omit({ id: true }).parse({ rows: Array.isArray(rows) ? rows : [] });
  } finally {
    connection.destroy();
  }
};

const carryOut = async (request: ClientRequest): Promise<Omit<ClientReply, "id">> => {
  if (request.op === "sql") return runStatements(request);
  const summary = probe?.stop();
  probe = null;
  if (request.op === "probe-start") {
    probe = startProbe(request.host, request.port, request.intervalMs);
    return {};
  }
  return summary ? { probe: summary } : { error: "no probe is running" };
};

const reply = (answer: ClientReply): void => {
  process.stdout.write(`${JSON.stringify(answer)}\n`);
};

for await (const line of createInterface({ input: process.stdin })) {
  const request = clientRequestSchema.parse(JSON.parse(line));
  void carryOut(request.body)
    .catch((error: unknown) => ({ error: errorText(error) }))
    .then((answer) => reply({ id: request.id, ...answer }));
}
process.exit(0);
