import { connect, createServer } from "node:net";

/** Runs inside a test's network namespace: a server that says its name, and a client that hears who answers. */
export type TalkerRequest =
  | { readonly type: "serve"; readonly name: string; readonly ports: readonly number[] }
  | {
      readonly type: "ask";
      readonly address: string;
      readonly port: number;
      readonly times: number;
      /** How long one connection may take; absent: ten seconds. */
      readonly patienceMs?: number;
    };

/** Of "ask" the names, in order; a connection that failed is "-" with its reason. */
export type TalkerAnswer = readonly string[];

const LONGEST_MS = 10_000;

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
    socket.on("timeout", () => socket.destroy(new Error("no answer")));
    socket.on("error", (error) => resolve(`- ${error.message}`));
    socket.on("end", () => resolve(heard));
  });

type Question = Extract<TalkerRequest, { type: "ask" }>;

const ask = async ({ address, port, times, patienceMs = LONGEST_MS }: Question): Promise<TalkerAnswer> => {
  const names: string[] = [];
  for (let at = 0; at < times; at += 1) names.push(await askOnce(address, port, patienceMs));
  return names;
};

process.on("disconnect", () => process.exit(0));
process.on("message", (request: TalkerRequest) => {
  const done = request.type === "serve" ? serve(request.name, request.ports) : ask(request);
  done.then(
    (names) => process.send?.(names),
    (error: unknown) => process.send?.([`- ${String(error)}`]),
  );
});
