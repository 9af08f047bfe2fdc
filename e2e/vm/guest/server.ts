import { timingSafeEqual } from "node:crypto";
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { connect, createServer, type Socket } from "node:net";
import { createFrameReader, encodeFrame, encodeText, type Frame, frameType } from "../exec-frame.ts";
import { type OpenMessage, parseOpen } from "../exec-request.ts";
import { parseGuestSettings } from "../guest-settings.ts";
import { modulesLoaded } from "./modules-loaded.ts";
import { type RunningCommand, runCommand } from "./run-command.ts";

/*
 * The guest's side of the exec channel. It serves the host alone: the VM's network card leads only to QEMU on the host's
 * loopback, and every connection must show the token first.
 */
const guestAddress = "10.0.2.15";
const openDeadlineMs = 10_000;
const maxConnections = 256;

const tokenMatches = (given: string, expected: string): boolean => {
  const a = Buffer.from(given);
  const b = Buffer.from(expected);
  return a.length === b.length && timingSafeEqual(a, b);
};

const serve = (socket: Socket, token: string): void => {
  let command: RunningCommand | null = null;
  let opened = false;
  const deadline = setTimeout(() => socket.destroy(), openDeadlineMs);
  const refuse = (reason: string): void => {
    socket.end(encodeText(frameType.refused, reason));
  };
  const answer = (kind: "ping" | "power-off"): void => {
    socket.end(encodeFrame(frameType.started), () => {
      if (kind === "power-off") powerOff();
    });
  };
  const open = (message: OpenMessage | null): void => {
    opened = true;
    clearTimeout(deadline);
    if (message === null) refuse("malformed request");
    else if (!tokenMatches(message.token, token)) refuse("wrong token");
    else if (message.request.kind === "run") command = runCommand(message.request, peerOf(socket));
    else answer(message.request.kind);
  };
  const handle = (frame: Frame): void => {
    if (!opened) open(frame.type === frameType.open ? parseOpen(frame.payload) : null);
    else command?.frame(frame);
  };
  const read = createFrameReader();
  socket.on("data", (chunk) => {
    try {
      for (const frame of read(chunk)) handle(frame);
    } catch {
      socket.destroy();
    }
  });
  socket.on("error", () => socket.destroy());
  socket.once("close", () => {
    clearTimeout(deadline);
    command?.abandon();
  });
};

const peerOf = (socket: Socket) => ({
  write: (bytes: Uint8Array): boolean => socket.writable && socket.write(bytes),
  onceDrained: (resume: () => void): void => {
    if (socket.writable) socket.once("drain", resume).once("close", resume);
    else resume();
  },
  end: (): void => {
    socket.end();
  },
});

/** The guest has no state to lose: what matters was written through to the share. */
const powerOff = (): void => {
  writeFileSync("/proc/sysrq-trigger", "o");
};

/** A service on the guest's loopback, reached from the host through QEMU's forwarded port. */
const forward = (listenPort: number, targetPort: number): void => {
  createServer({ allowHalfOpen: true }, (socket) => {
    const target = connect({ port: targetPort, host: "127.0.0.1", allowHalfOpen: true });
    socket.pipe(target).pipe(socket);
    socket.on("error", () => target.destroy());
    target.on("error", () => socket.destroy());
    // What was read may still wait to be written: the last bytes of an answer come just before the end.
    socket.once("close", () => target.destroySoon());
    target.once("close", () => socket.destroySoon());
  })
    .on("connection", (socket) => socket.setNoDelay(true))
    .listen(listenPort, guestAddress);
};

const whenModulesAreLoaded = (then: () => void): void => {
  if (existsSync(modulesLoaded)) then();
  else setTimeout(() => whenModulesAreLoaded(then), 20);
};

const main = (): void => {
  const settings = parseGuestSettings(readFileSync(process.argv[2] ?? "", "utf8"));
  const server = createServer({ allowHalfOpen: false, noDelay: true }, (socket) => serve(socket, settings.token));
  server.maxConnections = maxConnections;
  whenModulesAreLoaded(() => server.listen(settings.port, guestAddress));
  for (const each of settings.forward) forward(each.listen, each.target);
};

main();
