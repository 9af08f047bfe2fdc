import { type ChildProcess, spawn } from "node:child_process";
import { encodeChunks, encodeFrame, encodeText, type Frame, frameType } from "../exec-frame.ts";
import { type ExecRequest, parseSignal } from "../exec-request.ts";
import { exitStatus, startFailureStatus } from "../exit-status.ts";

/** One connection, as a running command sees it. `write` answers false when the other side is slow. */
export interface Peer {
  write(bytes: Uint8Array): boolean;
  onceDrained(resume: () => void): void;
  end(): void;
}

export interface RunningCommand {
  frame(frame: Frame): void;
  /** The host went away: nothing it started may stay. */
  abandon(): void;
}

const outputGraceMs = 500;
const killAfterMs = 3000;

/** Starts the command in a process group of its own and copies its output to the peer until it has ended. */
export const runCommand = (request: Extract<ExecRequest, { kind: "run" }>, peer: Peer): RunningCommand => {
  const [file = "", ...args] = request.argv;
  const child = spawn(file, args, {
    cwd: request.cwd,
    env: request.env,
    detached: true,
    stdio: ["pipe", "pipe", "pipe"],
  });
  let finished = false;
  const finish = (status: number, error: string | null): void => {
    if (finished) return;
    finished = true;
    peer.write(encodeText(frameType.exit, JSON.stringify({ status, error })));
    peer.end();
  };
  child.once("error", (error: NodeJS.ErrnoException) => finish(startFailureStatus(error), `${file}: ${error.message}`));
  child.once("spawn", () => peer.write(encodeFrame(frameType.started)));
  // A background process the command left may hold its output open; its own end is what counts.
  child.once("exit", (code, signal) => setTimeout(() => finish(exitStatus(code, signal), null), outputGraceMs).unref());
  child.once("close", (code, signal) => finish(exitStatus(code, signal), null));
  copyOutput(child, peer);
  child.stdin.on("error", () => {});
  return {
    frame: (frame) => {
      if (frame.type === frameType.stdin) child.stdin.write(frame.payload);
      if (frame.type === frameType.stdinEnd) child.stdin.end();
      const signal = frame.type === frameType.signal ? parseSignal(frame.payload) : null;
      if (signal !== null && !finished) signalGroup(child, signal);
    },
    abandon: () => {
      if (finished) return;
      signalGroup(child, "SIGTERM");
      setTimeout(() => signalGroup(child, "SIGKILL"), killAfterMs);
    },
  };
};

const copyOutput = (child: ChildProcess, peer: Peer): void => {
  for (const [stream, type] of [
    [child.stdout, frameType.stdout],
    [child.stderr, frameType.stderr],
  ] as const) {
    stream?.on("data", (chunk: Uint8Array) => {
      const flowing = encodeChunks(type, chunk).map((bytes) => peer.write(bytes));
      if (flowing.at(-1) !== false) return;
      stream.pause();
      peer.onceDrained(() => stream.resume());
    });
  }
};

const signalGroup = (child: ChildProcess, signal: NodeJS.Signals): void => {
  if (child.pid === undefined) return;
  try {
    process.kill(-child.pid, signal);
  } catch {
    // The group has ended by itself.
  }
};
