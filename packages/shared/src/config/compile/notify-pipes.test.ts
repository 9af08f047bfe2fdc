import { expect, test } from "vitest";
import { loadConfig } from "../load.ts";

const load = (...lines: readonly string[]) =>
  loadConfig({ path: "test.conf", text: `global_defs {\n${lines.join("\n")}\n}\n` }, () => []);
const globalsOf = (...lines: readonly string[]) => load(...lines).model?.globals;
const command = (path: string) => ({ argv: [path], user: null });

test("notify_fifo hears of everything, the others of their half", () => {
  expect(
    globalsOf("notify_fifo /run/all", "vrrp_notify_fifo /run/vrrp", "lvs_notify_fifo /run/lvs nobody nogroup"),
  ).toEqual({
    routerId: null,
    vrrpFifos: [{ path: "/run/all" }, { path: "/run/vrrp" }],
    lvsFifos: [{ path: "/run/all" }, { path: "/run/lvs", user: { name: "nobody", group: "nogroup" } }],
  });
});

test("each pipe has its own reader", () => {
  expect(
    globalsOf(
      "notify_fifo /run/all",
      "notify_fifo_script /bin/a",
      "lvs_notify_fifo /run/lvs",
      'lvs_notify_fifo_script "/bin/l x" nobody',
    ),
  ).toMatchObject({
    vrrpFifoReaders: [{ path: "/run/all", command: command("/bin/a") }],
    lvsFifoReaders: [{ path: "/run/lvs", command: { argv: ["/bin/l", "x"], user: { name: "nobody", group: null } } }],
  });
});

test.each([
  ["notify_fifo /run/p", "lvs_notify_fifo /run/p"],
  ["vrrp_notify_fifo /run/p", "vrrp_notify_fifo_script /bin/v", "lvs_notify_fifo /run/p"],
])("a pipe with another name's reader has no second one: %s", (...lines) => {
  const { model, diagnostics } = load(...lines, "lvs_notify_fifo_script /bin/l");
  expect(model?.globals.lvsFifos).toEqual([{ path: "/run/p" }]);
  expect(model?.globals.lvsFifoReaders).toBeUndefined();
  expect(diagnostics.map(({ severity, code }) => `${severity} ${code}`)).toEqual(["warning config.no-effect"]);
});

test("a reader without a pipe is not started", () => {
  const { model, diagnostics } = load("notify_fifo /run/all", "lvs_notify_fifo_script /bin/l");
  expect(model?.globals.lvsFifoReaders).toBeUndefined();
  expect(diagnostics[0]?.message).toBe(
    "'lvs_notify_fifo_script' is never started: there is no 'lvs_notify_fifo' to read",
  );
});
