import type { ForwardedSignal } from "./kernel.ts";

/** What the host may ask of the guest, with the token that proves it may. */
export type ExecRequest =
  | {
      readonly kind: "run";
      readonly argv: readonly string[];
      readonly cwd: string;
      readonly env: Record<string, string>;
    }
  | { readonly kind: "ping" }
  | { readonly kind: "power-off" };

export interface OpenMessage {
  readonly token: string;
  readonly request: ExecRequest;
}

export interface ExitMessage {
  /** Exit status as a shell reports it: 128 + the signal's number, 127 not found, 126 not executable. */
  readonly status: number;
  /** Why the command could not be started, or null. */
  readonly error: string | null;
}

/** Null for anything that is not exactly an OpenMessage. */
export const parseOpen = (payload: Uint8Array): OpenMessage | null => {
  const value = parseJson(payload);
  if (!isRecord(value) || typeof value.token !== "string") return null;
  const request = parseRequest(value.request);
  return request === null ? null : { token: value.token, request };
};

const parseRequest = (value: unknown): ExecRequest | null => {
  if (!isRecord(value)) return null;
  if (value.kind === "ping" || value.kind === "power-off") return { kind: value.kind };
  const { argv, cwd, env } = value;
  if (value.kind !== "run" || typeof cwd !== "string" || !cwd.startsWith("/")) return null;
  if (!Array.isArray(argv) || argv.length === 0 || !argv.every(isCleanString) || argv[0] === "") return null;
  if (!isRecord(env) || !Object.values(env).every(isCleanString)) return null;
  return {
    kind: "run",
    argv: argv.map(String),
    cwd,
    env: Object.fromEntries(Object.entries(env).map(([k, v]) => [k, String(v)])),
  };
};

export const parseExit = (payload: Uint8Array): ExitMessage | null => {
  const value = parseJson(payload);
  if (!isRecord(value) || typeof value.status !== "number") return null;
  const { error } = value;
  return { status: value.status, error: typeof error === "string" ? error : null };
};

const signals: readonly ForwardedSignal[] = ["SIGINT", "SIGTERM", "SIGHUP", "SIGQUIT", "SIGKILL", "SIGUSR1", "SIGUSR2"];

export const parseSignal = (payload: Uint8Array): ForwardedSignal | null => {
  const name = new TextDecoder().decode(payload);
  return signals.find((signal) => signal === name) ?? null;
};

const parseJson = (payload: Uint8Array): unknown => {
  try {
    return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(payload));
  } catch {
    return null;
  }
};

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === "object" && value !== null && !Array.isArray(value);

const isCleanString = (value: unknown): value is string => typeof value === "string" && !value.includes("\0");
