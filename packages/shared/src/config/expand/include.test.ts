import { expect, test } from "vitest";
import { loadConfig, type ReadInclude } from "../load.ts";

const codes = (text: string, readInclude: ReadInclude): string[] =>
  loadConfig({ path: "/etc/k.conf", text }, readInclude).diagnostics.map(({ code, range }) => `${range.path} ${code}`);

const INSTANCE =
  "vrrp_instance VI_1 {\n  interface eth0\n  virtual_router_id 5\n  virtual_ipaddress {\n    10.0.0.1\n  }\n}\n";

test("included texts stand where the include stands, in the order they are given", () => {
  const asked: string[] = [];
  const loaded = loadConfig(
    { path: "/etc/k.conf", text: `$ID=a\ninclude conf.d/*.conf\nglobal_defs {\n  router_id $ID\n}\n` },
    (pattern, fromPath) => {
      asked.push(`${pattern} from ${fromPath}`);
      return [
        { path: "/etc/conf.d/1.conf", text: INSTANCE },
        { path: "/etc/conf.d/2.conf", text: "$ID=from-2\n" },
      ];
    },
  );
  expect(asked).toEqual(["conf.d/*.conf from /etc/k.conf"]);
  expect(loaded.model?.globals.routerId).toBe("from-2");
  expect(loaded.model?.vrrpInstances[0]?.range.path).toBe("/etc/conf.d/1.conf");
  expect(loaded.sources.map(({ path }) => path)).toEqual(["/etc/k.conf", "/etc/conf.d/1.conf", "/etc/conf.d/2.conf"]);
});

test("a block may be closed in another file than it was opened in", () => {
  const [head = "", tail = ""] = INSTANCE.split("  virtual_ipaddress");
  const loaded = loadConfig({ path: "/etc/k.conf", text: `${head}include rest\n` }, () => [
    { path: "/etc/rest", text: `virtual_ipaddress${tail}` },
  ]);
  expect(loaded.diagnostics).toEqual([]);
  expect(loaded.model?.vrrpInstances[0]?.virtualAddresses).toHaveLength(1);
});

test("a file that includes itself, directly or not, is told about once", () => {
  const loop: ReadInclude = (pattern) => [{ path: pattern, text: pattern === "/b" ? "include /a\n" : "include /b\n" }];
  expect(codes("include /a\n", loop)).toEqual(["/b config.include-loop"]);
});

test("includes that go ever deeper end", () => {
  let count = 0;
  const deeper: ReadInclude = () => [{ path: `/${++count}`, text: "include x\n" }];
  expect(codes("include x\n", deeper)).toEqual(["/15 config.include-depth"]);
});

test("includes that go ever wider end", () => {
  let count = 0;
  const wide: ReadInclude = () => Array.from({ length: 3000 }, () => ({ path: `/${++count}`, text: "" }));
  expect(codes("include x\n", wide)).toEqual(["/etc/k.conf config.include-many"]);
});

test.each([
  ["include x", "warning"],
  ["includer x", "warning"],
  ["includem x", "error"],
  ["includea x", "error"],
  ["includew x", "warning"],
  ["includew x*", "error"],
])("'%s' without a match: %s", (line, severity) => {
  const { diagnostics } = loadConfig({ path: "k.conf", text: `${line}\n` }, () => []);
  expect(diagnostics.map((diagnostic) => `${diagnostic.severity} ${diagnostic.code}`)).toEqual([
    `${severity} config.include-missing`,
  ]);
});
