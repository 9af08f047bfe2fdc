import { repositoryPath } from "./paths.ts";

/**
 * The hub's command line, its WebAssembly (PGlite) compiled once and not again while it runs: QEMU's emulated processors
 * lose the race of code that is replaced under a running thread, and the hub died of it by SIGSEGV or SIGILL.
 */
export const hubCommand = (...args: readonly string[]): string[] => [
  process.execPath,
  "--liftoff-only",
  repositoryPath("apps", "api", "out", "hub.mjs"),
  ...args,
];
