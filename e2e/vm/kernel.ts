/** A kernel that has IPVS: this machine's own, or the VM's. Commands see the same files at the same paths in both. */
export interface Kernel {
  readonly kind: "native" | "vm";
  /**
   * Runs argv (no shell) and resolves with its exit status; 128 + the signal's number when a signal ended it, 127 when it
   * could not be started. Without onStdout/onStderr its output goes to this process's own. An abort sends SIGTERM.
   * `env` is added to this process's environment; BATON_IN_VM=1 is set inside the VM.
   */
  run(argv: readonly string[], options?: RunOptions): Promise<number>;
  /** Ends the VM (and with it everything that runs inside). Harmless when called twice; nothing to do when native. */
  close(): Promise<void>;
}

export interface RunOptions {
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Default "ignore". */
  readonly stdin?: "inherit" | "ignore";
  readonly signal?: AbortSignal;
  readonly onStdout?: (chunk: Uint8Array) => void;
  readonly onStderr?: (chunk: Uint8Array) => void;
  /** Hands over a function that sends a signal to the command; used to pass on Ctrl-C. */
  readonly onStart?: (kill: (signal: ForwardedSignal) => void) => void;
}

export type ForwardedSignal = "SIGINT" | "SIGTERM" | "SIGHUP" | "SIGQUIT" | "SIGKILL" | "SIGUSR1" | "SIGUSR2";

export interface KernelOptions {
  /** 127.0.0.1:host on this machine reaches 127.0.0.1:guest inside the VM. Ignored when native: the ports are the same place. */
  readonly forward?: readonly PortForward[];
  /** Lets `attachRunning` of another process find this VM while it runs (`lab up` says true). Default false. */
  readonly publish?: boolean;
  /** Ends a boot that is under way. */
  readonly signal?: AbortSignal;
}

export interface PortForward {
  readonly host: number;
  readonly guest: number;
}
