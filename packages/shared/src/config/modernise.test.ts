import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import { loadConfig } from "./load.ts";
import { modernise } from "./modernise.ts";

const article = readFileSync(
  new URL("../../../../conformance/config/valid/article-lvs1.conf", import.meta.url),
  "utf8",
);

test("the article's file means the same without nb_get_retry, and only those lines change", () => {
  const { text, rewrites } = modernise(article);
  expect(rewrites.map(({ line, before, after }) => [line, before, after])).toEqual([
    [31, "nb_get_retry 3", "retry 3"],
    [40, "nb_get_retry 3", "retry 3"],
  ]);
  expect(text).toBe(article.replaceAll("nb_get_retry 3", "retry 3"));
  const { diagnostics, model } = loadConfig({ path: "k.conf", text }, () => []);
  expect(diagnostics).toEqual([]);
  expect(model?.virtualServers[0]?.realServers[0]?.checkers[0]?.retry).toBe(3);
  expect(modernise(text)).toEqual({ text, rewrites: [] });
});

test("a statement that goes takes its line along, but not a comment", () => {
  const text =
    "virtual_server 10.0.0.1 80 {\r\n  nat_mask 255.255.255.0\r\n  persistence_timeout 0 # 无\r\n  protocol TCP\r\n}\r\n";
  expect(modernise(text).text).toBe("virtual_server 10.0.0.1 80 {\r\n   # 无\r\n  protocol TCP\r\n}\r\n");
});

test("the same word in another place stays, and so does a broken file", () => {
  for (const text of ["vrrp_instance V {\n  nat_mask 1\n}\n", "global_defs {\n  lvs_id A\n", "constructor 1\n"])
    expect(modernise(text)).toEqual({ text, rewrites: [] });
});
