import { createServer } from "node:net";
import { ensureKernel } from "../vm/ensure-kernel.ts";
import type { Kernel } from "../vm/kernel.ts";
import { LANGUAGE_ARGUMENT } from "../vm/speech.ts";
import { repositoryPath } from "./paths.ts";
import { readRecord } from "./record.ts";

export const BATON = repositoryPath("bin", "baton");

/** A mistake or a state of things that one sentence explains; shown without a stack. */
export class PlainError extends Error {
  override readonly name = "PlainError";
}

export const mustBeRoot = (): void => {
  if (process.getuid?.() !== 0) {
    throw new PlainError(
      "the lab makes network namespaces, for which it must run as root (CAP_SYS_ADMIN, CAP_NET_ADMIN)",
    );
  }
};

export const inVm = (): boolean => process.env.BATON_IN_VM === "1";

export const mustBeAlone = async (): Promise<void> => {
  const running = inVm() ? null : await readRecord();
  if (running) {
    throw new PlainError(
      `a lab is up already (process ${running.pid}, http://127.0.0.1:${running.port}); end it with: bin/baton lab down`,
    );
  }
};

/** Found out now, before half a minute of work. */
export const mustBeFree = (port: number): Promise<void> =>
  new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", (error: NodeJS.ErrnoException) => {
      const why = error.code === "EADDRINUSE" ? "is in use by another program" : `can't be used (${error.message})`;
      reject(new PlainError(`port ${port} on 127.0.0.1 ${why}; choose another one with --port`));
    });
    server.listen(port, "127.0.0.1", () => server.close(() => resolve()));
  });

/** Runs work in this kernel, or the given command line in a VM's. Everything that starts lab hosts passes here. */
export const withIpvs = async (
  options: {
    readonly port: number | null;
    readonly signal: AbortSignal;
    readonly argv: readonly string[];
    readonly onKernel?: (kind: Kernel["kind"]) => Promise<void>;
    readonly onStdout?: (chunk: Uint8Array) => void;
  },
  work: () => Promise<number>,
): Promise<number> => {
  const forward = options.port === null ? [] : [{ host: options.port, guest: options.port }];
  const kernel = await ensureKernel({ forward, publish: true, signal: options.signal });
  try {
    await options.onKernel?.(kernel.kind);
    if (kernel.kind === "native") return await work();
    return await kernel.run([BATON, LANGUAGE_ARGUMENT, "lab", ...options.argv], {
      signal: options.signal,
      onStdout: options.onStdout,
    });
  } finally {
    await kernel.close();
  }
};
