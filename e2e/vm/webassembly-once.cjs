// Loaded before every Node program in the VM: WebAssembly is compiled once and not again while it runs. QEMU's emulated
// processors lose the race of code that is replaced under a running thread (docs/platform.md); Node itself reads
// TypeScript by WebAssembly.
// --liftoff-only implies the others, but only where it stands on the command line.
const { setFlagsFromString } = require("node:v8");
for (const flag of ["--liftoff-only", "--liftoff", "--no-wasm-tier-up", "--no-wasm-dynamic-tiering"]) {
  setFlagsFromString(flag);
}
