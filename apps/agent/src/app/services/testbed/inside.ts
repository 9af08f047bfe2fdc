import { createServer, type Server } from "node:net";
import type { TableOperation } from "../../../core/ipvs/operation.ts";
import { printTable } from "../../../core/ipvs/print.ts";
import { createKernelTable } from "../../../io/netlink-ipvs/kernel-table.ts";
import { type DrainListener, openDrainListener } from "../../../io/probe/drain-listener.testing.ts";

/**
 * Runs inside a test's network namespace: real servers that listen or not, and a hand at the IPVS table there that
 * is not Baton's. One request at a time, one answer to each.
 */
export type Request =
  | { readonly type: "listen" | "close"; readonly address: string }
  /** A listener for thousands of servers at once, on every address of the namespace. */
  | { readonly type: "drain" | "end-drain" | "watch-gaps" | "longest-gap"; readonly port: number }
  | { readonly type: "table" }
  | { readonly type: "apply"; readonly operations: readonly TableOperation[] };

export type Answer = { readonly ok: true; readonly text: string } | { readonly ok: false; readonly text: string };

const PORT = 3306;
const servers = new Map<string, Server>();
const drains = new Map<number, DrainListener>();
const kernel = createKernelTable();

const listen = (address: string): Promise<string> =>
  new Promise((resolve, reject) => {
    const server = createServer((socket) => socket.on("error", () => {}).resume());
    servers.set(address, server);
    server.once("error", reject);
    server.listen(PORT, address, () => resolve(""));
  });

const close = (address: string): Promise<string> =>
  new Promise((resolve) => {
    const server = servers.get(address);
    servers.delete(address);
    if (server) server.close(() => resolve(""));
    else resolve("");
  });

const table = async (): Promise<string> => {
  const info = await kernel.info();
  const read = await kernel.read();
  if (!info.ok) throw new Error(info.error.message);
  if (!read.ok) throw new Error(read.error.message);
  return printTable(info.value, read.value);
};

const apply = async (operations: readonly TableOperation[]): Promise<string> => {
  const result = await kernel.apply(operations);
  if (!result.ok) throw new Error(result.error.message);
  return result.value.map(({ errno }) => errno).join(" ");
};

const drain = async (type: "drain" | "end-drain" | "watch-gaps" | "longest-gap", port: number): Promise<string> => {
  if (type === "drain") drains.set(port, openDrainListener(port));
  if (type === "end-drain") drains.get(port)?.close();
  if (type === "watch-gaps") drains.get(port)?.watchGaps();
  return type === "longest-gap" ? `${drains.get(port)?.longestGap() ?? Number.NaN}` : "";
};

const carryOut = (request: Request): Promise<string> => {
  if ("port" in request) return drain(request.type, request.port);
  if (request.type === "table") return table();
  if (request.type === "apply") return apply(request.operations);
  return request.type === "listen" ? listen(request.address) : close(request.address);
};

process.on("disconnect", () => process.exit(0));
process.on("message", (request: Request) => {
  carryOut(request).then(
    (text) => process.send?.({ ok: true, text } satisfies Answer),
    (error: unknown) => process.send?.({ ok: false, text: String(error) } satisfies Answer),
  );
});
