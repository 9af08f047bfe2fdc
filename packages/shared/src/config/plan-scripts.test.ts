import { expect, test } from "vitest";
import { loadConfig } from "./load.ts";
import type { ConfigModel } from "./model.ts";
import { planScripts } from "./plan-scripts.ts";

const model = (globals: string): ConfigModel => {
  const loaded = loadConfig({ path: "k.conf", text: `global_defs {\n${globals}\n}\n` }, () => []);
  if (!loaded.model) throw new Error(loaded.diagnostics.map(({ message }) => message).join("; "));
  return loaded.model;
};
const sentences = (from: string | null, to: string): string[] =>
  planScripts(from === null ? null : model(from), model(to)).map(({ where, sentence }) => `${where}: ${sentence}`);

const ALL =
  'notify_fifo /run/all\nlvs_notify_fifo /run/lvs\nstartup_script "/bin/up now"\nshutdown_script /bin/down\nshutdown_script_timeout 3';

test("the same again changes nothing", () => {
  expect(sentences(ALL, `${ALL}\nvrrp_strict no`)).toEqual([]);
});

test("a first start", () => {
  expect(sentences(null, ALL)).toEqual([
    "scripts: The pipe /run/all is told of all state changes.",
    "scripts: The pipe /run/lvs is told of servers and quorums.",
    "scripts: startup_script /bin/up now (10 s at most) runs before anything else begins.",
    "scripts: shutdown_script goes from nothing to /bin/down (3 s at most): it runs when the agent has stopped.",
  ]);
});

test("files about reloads", () => {
  expect(sentences("reload_file /run/r", "reload_time_file /etc/at\nreload_repeat")).toEqual([
    "scripts: reload_time_file goes from none to /etc/at, every day.",
    "scripts: reload_file goes from /run/r to none.",
  ]);
});

test("a reload", () => {
  expect(sentences(ALL, "vrrp_notify_fifo /run/all")).toEqual([
    "scripts: The pipe /run/lvs is closed, and removed if the agent made it.",
    "scripts: The pipe /run/all is told of state changes of VRRP.",
    "scripts: startup_script goes from /bin/up now (10 s at most) to nothing: a reload does not run it.",
    "scripts: shutdown_script goes from /bin/down (3 s at most) to nothing: it runs when the agent has stopped.",
  ]);
});
