import { chmodSync, rmSync } from "node:fs";
import { createServer, type Socket } from "node:net";
import { join } from "node:path";
import { MAX_LINE_BYTES, readLines } from "./lines.ts";

/**
 * The agent's own door for people on the host: a unix socket, mode 0600, one JSON line per request and reply. Its
 * peers are root, yet what they send is parsed like anything else.
 */
export interface ControlServer {
  close(): void;
}

export const controlPath = (stateDir: string): string => join(stateDir, "control.sock");

/** sun_path of struct sockaddr_un holds 108 bytes with the closing zero (unix(7)). */
export const MAX_SOCKET_PATH = 107;
const MAX_CONNECTIONS = 16;
const IDLE_MS = 60_000;

/** `answer` gets a line and gives the reply's line. Rejects when the socket can't be made. */
export const openControlServer = (
  stateDir: string,
  answer: (line: string) => Promise<string>,
): Promise<ControlServer> => {
  const path = controlPath(stateDir);
  const server = createServer((socket) => serve(socket, answer));
  server.maxConnections = MAX_CONNECTIONS;
  // The caller holds the lock of the state folder, so a socket found there belongs to nobody.
  rmSync(path, { force: true });
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    const umask = process.umask(0o177);
    server.listen(path, () => {
      chmodSync(path, 0o600);
      server.off("error", reject);
      server.on("error", () => {});
      resolve({
        close: () => {
          server.close();
          rmSync(path, { force: true });
        },
      });
    });
    process.umask(umask);
  });
};

const serve = (socket: Socket, answer: (line: string) => Promise<string>): void => {
  socket.on("error", () => socket.destroy());
  socket.setTimeout(IDLE_MS, () => socket.destroy());
  socket.unref();
  const reply = async (line: string): Promise<void> => {
    const text = await answer(line);
    if (socket.writable) socket.write(`${text}\n`);
  };
  readLines(
    socket,
    MAX_LINE_BYTES,
    (line) => void reply(line),
    () => socket.destroy(),
  );
};
