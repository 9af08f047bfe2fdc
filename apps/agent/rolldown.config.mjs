import { readFileSync } from "node:fs";

const { version } = JSON.parse(readFileSync(new URL("./package.json", import.meta.url), "utf8"));

/** One self-contained file per process, so that each loads only what it needs and starts fast. */
const bundle = (name, input) => ({
  input: new URL(input, import.meta.url).pathname,
  platform: "node",
  external: [/^node:/, "raw-socket", "netlink", "koffi", "bufferutil", "utf-8-validate"],
  transform: { define: { BATON_VERSION: JSON.stringify(version) } },
  output: {
    file: new URL(`./out/${name}.mjs`, import.meta.url).pathname,
    format: "esm",
    codeSplitting: false,
    sourcemap: false,
  },
});

/** The command line: each group of commands is a file of its own, loaded when it is asked for. */
const commandLine = () => {
  const { output, ...rest } = bundle("baton", "./src/cli/main.ts");
  const { file: _, codeSplitting: __, ...shared } = output;
  const dir = new URL("./out", import.meta.url).pathname;
  return { ...rest, output: { ...shared, dir, entryFileNames: "baton.mjs", chunkFileNames: "baton-[name].mjs" } };
};

export default [
  commandLine(),
  bundle("vrrp", "./src/app/processes/vrrp.ts"),
  bundle("scripts", "./src/app/processes/scripts.ts"),
  bundle("services", "./src/app/processes/services.ts"),
  bundle("bfd", "./src/app/processes/bfd.ts"),
  bundle("uplink", "./src/app/processes/uplink.ts"),
  bundle("host", "./src/app/processes/host.ts"),
  bundle("witness", "./src/app/processes/witness.ts"),
];
