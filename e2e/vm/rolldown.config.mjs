import { defineConfig } from "rolldown";

/** The guest's exec server as one file: many small files over 9p are slow. */
export default defineConfig({
  input: "e2e/vm/guest/server.ts",
  platform: "node",
  output: { file: "e2e/out/guest.mjs", format: "esm", minify: true },
});
