/** The guest's exec server as one file: many small files over 9p are slow. */
export default {
  input: new URL("./guest/server.ts", import.meta.url).pathname,
  platform: "node",
  external: [/^node:/],
  output: { file: new URL("../out/guest.mjs", import.meta.url).pathname, format: "esm", codeSplitting: false },
};
