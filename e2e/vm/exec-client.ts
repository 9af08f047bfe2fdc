import { connect, type Socket } from "node:net";
import { createFrameReader, encodeChunks, encodeFrame, encodeText, type Frame, frameType } from "./exec-frame.ts";
import { type ExecRequest, type ExitMessage, parseExit } from "./exec-request.ts";
import type { ForwardedSignal } from "./kernel.ts";

export interface ExecEndpoint {
  readonly port: number;
  readonly token: string;
}

/** The guest said no, or went away before it said how the command ended. */
export class ExecError extends Error {}

export interface ExecHandlers {
  readonly onStdout: (chunk: Uint8Array) => void;
  readonly onStderr: (chunk: Uint8Array) => void;
  readonly onStarted?: (input: ExecInput) => void;
}

export interface ExecInput {
  /** False when the guest is slow: wait for `onceDrained`. */
  write(chunk: Uint8Array): boolean;
  onceDrained(resume: () => void): void;
  end(): void;
  signal(name: ForwardedSignal): void;
}

const open = (endpoint: ExecEndpoint, request: ExecRequest): Socket => {
  const socket = connect({ port: endpoint.port, host: "127.0.0.1", noDelay: true });
  socket.once("connect", () =>
    socket.write(encodeText(frameType.open, JSON.stringify({ token: endpoint.token, request }))),
  );
  return socket;
};

/** Resolves true when the guest's exec server answers within the deadline, false otherwise. Never rejects. */
export const ask = (endpoint: ExecEndpoint, kind: "ping" | "power-off", deadlineMs: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = open(endpoint, { kind });
    const finish = (answered: boolean): void => {
      socket.destroy();
      resolve(answered);
    };
    socket.setTimeout(deadlineMs, () => finish(false));
    socket.on("error", () => finish(false));
    socket.once("close", () => finish(false));
    socket.once("data", (chunk: Uint8Array) => finish(chunk[0] === frameType.started));
  });

/** Runs a command in the guest; rejects with ExecError when its end cannot be known. */
export const execute = (endpoint: ExecEndpoint, request: ExecRequest, handlers: ExecHandlers): Promise<ExitMessage> =>
  new Promise((resolve, reject) => {
    const socket = open(endpoint, request);
    const read = createFrameReader();
    const handle = ({ type, payload }: Frame): void => {
      if (type === frameType.stdout) handlers.onStdout(payload);
      if (type === frameType.stderr) handlers.onStderr(payload);
      if (type === frameType.started) handlers.onStarted?.(inputOf(socket));
      if (type === frameType.refused)
        reject(new ExecError(`the VM refused the command: ${new TextDecoder().decode(payload)}`));
      const exit = type === frameType.exit ? parseExit(payload) : null;
      if (exit !== null) resolve(exit);
    };
    socket.on("data", (chunk: Uint8Array) => {
      try {
        for (const frame of read(chunk)) handle(frame);
      } catch (error) {
        reject(error instanceof Error ? error : new ExecError(String(error)));
        socket.destroy();
      }
    });
    socket.on("error", (error) => reject(new ExecError(`the connection to the VM failed: ${error.message}`)));
    socket.once("close", () => reject(new ExecError("the VM went away while the command ran")));
  });

const inputOf = (socket: Socket): ExecInput => ({
  write: (chunk) =>
    encodeChunks(frameType.stdin, chunk)
      .map((bytes) => socket.writable && socket.write(bytes))
      .at(-1) ?? true,
  onceDrained: (resume) => {
    if (socket.writable) socket.once("drain", resume);
  },
  end: () => {
    if (socket.writable) socket.write(encodeFrame(frameType.stdinEnd));
  },
  signal: (name) => {
    if (socket.writable) socket.write(encodeText(frameType.signal, name));
  },
});
