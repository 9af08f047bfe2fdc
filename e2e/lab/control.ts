import { connect, createServer, type Server, type Socket } from "node:net";
import { createInterface } from "node:readline";
import { errorText } from "@baton/shared/base/error-text.ts";
import * as z from "zod";
import type { Unit } from "./unit.ts";

/**
 * The running lab's own socket: stop and start one of its units from another shell, or wait for the whole. One request and one answer,
 * a line of JSON each, per connection.
 */
const requestSchema = z.discriminatedUnion("op", [
  z.object({ op: z.literal("start"), unit: z.string() }),
  z.object({ op: z.literal("stop"), unit: z.string(), signal: z.enum(["SIGTERM", "SIGKILL"]) }),
  z.object({ op: z.literal("wait") }),
]);
export type ControlRequest = z.infer<typeof requestSchema>;

const answerSchema = z.object({ ok: z.boolean(), message: z.string() });
export type ControlAnswer = z.infer<typeof answerSchema>;

const MAX_LINE = 4096;

/** What can be asked of: the units, and when every agent is connected to the hub. */
export interface Controlled {
  readonly units: readonly Unit[];
  readonly allLinked: () => Promise<void>;
}

const carryOut = async ({ units, allLinked }: Controlled, request: ControlRequest): Promise<ControlAnswer> => {
  if (request.op === "wait") {
    await allLinked();
    return { ok: true, message: "every agent is connected to the hub" };
  }
  const unit = units.find((one) => one.name === request.unit);
  if (!unit) {
    return { ok: false, message: `no unit ${request.unit}; there are ${units.map((one) => one.name).join(", ")}` };
  }
  if (request.op === "start") {
    if (unit.process()?.running()) return { ok: true, message: `${unit.name} is running already` };
    await unit.start();
    return { ok: true, message: `${unit.name} started` };
  }
  if (!unit.process()?.running()) return { ok: true, message: `${unit.name} is not running` };
  const took = await unit.stop(request.signal);
  return { ok: true, message: `${unit.name} ended after ${(took / 1000).toFixed(1)} s` };
};

const answer = async (lab: Controlled, line: string): Promise<ControlAnswer> => {
  try {
    return await carryOut(lab, requestSchema.parse(JSON.parse(line)));
  } catch (error) {
    return { ok: false, message: errorText(error) };
  }
};

const serve = (lab: Controlled, socket: Socket): void => {
  let text = "";
  socket.setEncoding("utf8");
  socket.on("error", () => socket.destroy());
  socket.on("data", (chunk: string) => {
    text += chunk;
    const end = text.indexOf("\n");
    if (end < 0) {
      if (text.length > MAX_LINE) socket.destroy();
      return;
    }
    socket.removeAllListeners("data");
    void answer(lab, text.slice(0, end)).then((reply) => socket.end(`${JSON.stringify(reply)}\n`));
  });
};

export const startControl = (path: string, lab: Controlled): Promise<Server> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => serve(lab, socket));
    server.maxConnections = 20;
    server.once("error", reject);
    server.listen(path, () => resolve(server));
  });

/** Rejects when no lab listens there. */
export const askControl = (path: string, request: ControlRequest): Promise<ControlAnswer> =>
  new Promise((resolve, reject) => {
    const socket = connect(path);
    socket.on("error", reject);
    createInterface({ input: socket })
      .once("line", (line) => resolve(answerSchema.parse(JSON.parse(line))))
      .on("error", reject);
    socket.on("connect", () => socket.write(`${JSON.stringify(request)}\n`));
  });
