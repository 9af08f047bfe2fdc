import { createSocket } from "node:dgram";
import { connect, createServer, isIPv6 } from "node:net";

/** Runs inside a test's network namespace: a server that says its name, and a client that hears who answers. */
export type TalkerRequest =
  | { readonly type: "serve"; readonly name: string; readonly ports: readonly number[] }
  /** By UDP: every datagram is answered with the name. */
  | { readonly type: "serve-udp"; readonly name: string; readonly port: number }
  | {
      readonly type: "ask" | "ask-udp";
      readonly address: string;
      readonly port: number;
      readonly times: number;
      /** How long one connection may take, ms; absent: a minute, as on a machine that is busy with something else. */
      readonly patienceMs?: number;
    };

/** Of "ask" the names, in order; a connection that failed is "-" with its reason. */
export type TalkerAnswer = readonly string[];

const LONGEST_MS = 60_000;

const serve = (name: string, ports: readonly number[]): Promise<TalkerAnswer> =>
  Promise.all(
    ports.map(
      (port) =>
        new Promise<string>((resolve, reject) => {
          const server = createServer((socket) => {
            socket.on("error", () => {});
            socket.end(name);
          });
          server.once("error", reject);
          server.listen(port, () => resolve(""));
        }),
    ),
  );

const askOnce = (address: string, port: number, timeout: number): Promise<string> =>
  new Promise((resolve) => {
    let heard = "";
    const socket = connect({ host: address, port, timeout });
    socket.setEncoding("utf8").on("data", (text: string) => {
      heard += text;
    });
    // One look at the socket first: after a stall of the machine the answer lies there, and the timer runs before it.
    socket.on("timeout", () => setImmediate(() => socket.destroy(new Error(`no answer to port ${socket.localPort}`))));
    socket.on("error", (error) => resolve(`- ${error.message}`));
    socket.on("end", () => resolve(heard));
  });

const serveUdp = (name: string, port: number): Promise<TalkerAnswer> =>
  new Promise((resolve, reject) => {
    const socket = createSocket("udp4");
    socket.on("message", (_, from) => socket.send(name, from.port, from.address));
    socket.once("error", reject);
    socket.bind(port, () => resolve([""]));
  });

/** From a new port, so that it is a new connection to IPVS. */
const askOnceByUdp = (address: string, port: number, timeout: number): Promise<string> =>
  new Promise((resolve) => {
    const socket = createSocket(isIPv6(address) ? "udp6" : "udp4");
    const end = (heard: string): void => {
      clearTimeout(timer);
      socket.close();
      resolve(heard);
    };
    const timer = setTimeout(() => end("- no answer"), timeout);
    socket.once("error", (error) => end(`- ${error.message}`));
    socket.once("message", (data) => end(data.toString()));
    socket.send("who?", port, address);
  });

type Question = Extract<TalkerRequest, { readonly times: number }>;

const ask = async ({ type, address, port, times, patienceMs = LONGEST_MS }: Question): Promise<TalkerAnswer> => {
  const names: string[] = [];
  const once = type === "ask" ? askOnce : askOnceByUdp;
  for (let at = 0; at < times; at += 1) names.push(await once(address, port, patienceMs));
  return names;
};

const carryOut = (request: TalkerRequest): Promise<TalkerAnswer> => {
  if (request.type === "serve") return serve(request.name, request.ports);
  return request.type === "serve-udp" ? serveUdp(request.name, request.port) : ask(request);
};

process.on("disconnect", () => process.exit(0));
process.on("message", (request: TalkerRequest) => {
  carryOut(request).then(
    (names) => process.send?.(names),
    (error: unknown) => process.send?.([`- ${String(error)}`]),
  );
});
