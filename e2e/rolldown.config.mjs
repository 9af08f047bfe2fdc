import { defineConfig } from "rolldown";

/** One file each: many small files are slow over the VM's 9p, and every process of the lab starts from one. */
const bundle = (input, file) => ({
  input,
  platform: "node",
  external: [/^node:/],
  treeshake: true,
  output: { file, format: "esm", minify: false, codeSplitting: false },
});

export default defineConfig([
  bundle("lab/cli.ts", "out/lab.mjs"),
  bundle("lab/relay-main.ts", "out/relay.mjs"),
  bundle("lab/client/main.ts", "out/client.mjs"),
]);
