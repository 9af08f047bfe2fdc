import { expect, test } from "vitest";
import { loadConfig } from "./load.ts";
import type { ConfigModel } from "./model.ts";
import { planBfd } from "./plan-bfd.ts";

const model = (text: string): ConfigModel => {
  const loaded = loadConfig({ path: "k.conf", text }, () => []);
  if (!loaded.model) throw new Error(loaded.diagnostics.map(({ message }) => message).join("; "));
  return loaded.model;
};
const sentences = (from: string | null, to: string): string[] =>
  planBfd(from === null ? null : model(from), model(to)).map(({ where, sentence }) => `${where}: ${sentence}`);
const session = (name: string, more = ""): string =>
  `bfd_instance ${name} {\n neighbor_ip 10.0.0.2\n source_ip 10.0.0.1\n ${more}\n}\n`;

test("what begins, ends, and begins anew", () => {
  expect(sentences(null, session("near"))).toEqual(["wire: BFD session near begins with 10.0.0.2."]);
  expect(sentences(session("near"), `\n${session("near")}`)).toEqual([]);
  expect(sentences(session("near") + session("far", "multihop"), session("near", "multihop"))).toEqual([
    "wire: BFD session far with 10.0.0.2, across routers ends.",
    "wire: BFD session near begins anew with 10.0.0.2, across routers.",
  ]);
});
