import { readFileSync } from "node:fs";

const { version } = JSON.parse(readFileSync(new URL("./package.json", import.meta.url), "utf8"));

/** One self-contained file per process, so that each loads only what it needs and starts fast. */
const bundle = (name, input) => ({
  input: new URL(input, import.meta.url).pathname,
  platform: "node",
  external: [/^node:/, "raw-socket", /^netlink(\/|$)/, "koffi", "bufferutil", "utf-8-validate"],
  transform: { define: { BATON_VERSION: JSON.stringify(version) } },
  output: {
    file: new URL(`./out/${name}.mjs`, import.meta.url).pathname,
    format: "esm",
    codeSplitting: false,
    sourcemap: false,
  },
});

/** One whose parts are files of their own, loaded when they are needed. */
const splitBundle = (name, input) => {
  const { output, ...rest } = bundle(name, input);
  const { file: _, codeSplitting: __, ...shared } = output;
  const dir = new URL("./out", import.meta.url).pathname;
  const names = { entryFileNames: `${name}.mjs`, chunkFileNames: `${name}-[name].mjs` };
  return { ...rest, output: { ...shared, dir, ...names } };
};

/** What commander loads for commands that are programs of their own, of which there are none: 9 ms of each start. */
const withoutChildProcess = {
  name: "without-child-process",
  resolveId: (source, importer) =>
    source === "node:child_process" && importer?.includes("/commander/") ? { id: "\0no-child-process" } : null,
  load: (id) => (id === "\0no-child-process" ? "export default {};" : null),
};

/** `baton config`: a short run, so it is started the fastest way, without the loader of modules. */
const configBundle = () => {
  const { output, external, ...rest } = splitBundle("config", "./src/cli/main-config.ts");
  const names = { entryFileNames: "config.cjs", chunkFileNames: "config-[name].cjs" };
  return {
    ...rest,
    external: external.filter((each) => String(each) !== String(/^node:/)),
    plugins: [withoutChildProcess],
    output: { ...output, ...names, format: "cjs" },
  };
};

export default [
  // Each group of commands, and what each kind of check needs.
  splitBundle("baton", "./src/cli/main.ts"),
  configBundle(),
  bundle("vrrp", "./src/app/processes/vrrp.ts"),
  bundle("scripts", "./src/app/processes/scripts.ts"),
  splitBundle("services", "./src/app/processes/services.ts"),
  bundle("mail", "./src/app/processes/mail.ts"),
  bundle("bfd", "./src/app/processes/bfd.ts"),
  bundle("uplink", "./src/app/processes/uplink.ts"),
  bundle("host", "./src/app/processes/host.ts"),
  bundle("witness", "./src/app/processes/witness.ts"),
];
