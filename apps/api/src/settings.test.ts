import { expect, test } from "vitest";
import { logLine } from "./adapters/log.ts";
import { enrolmentTokensIn } from "./cli/enrolment-file.ts";
import { cookieIn } from "./realtime/cookies.ts";
import { settingsOf } from "./settings.ts";

const raw = { dataDir: "/data", listen: "127.0.0.1:3000" };

test("defaults are an embedded database and no public address", () => {
  expect(settingsOf(raw)).toEqual({
    ok: true,
    value: {
      ...{ dataDir: "/data", host: "127.0.0.1", port: 3000, publicUrl: null, webDir: null, enrolmentFile: null },
      database: { kind: "embedded", folder: "/data/db" },
    },
  });
});

test.each([
  [{ listen: "[::1]:8080" }, { host: "::1", port: 8080 }],
  [{ publicUrl: "https://panel.example" }, { publicUrl: "https://panel.example/" }],
  [{ databaseUrl: "postgresql://u:p@h/d" }, { database: { kind: "server", url: "postgresql://u:p@h/d" } }],
])("%o is taken", (changes, expected) => {
  expect(settingsOf({ ...raw, ...changes })).toMatchObject({ ok: true, value: expected });
});

test.each([
  [{ listen: "3000" }],
  [{ listen: "host:70000" }],
  [{ publicUrl: "panel.example" }],
  [{ publicUrl: "ftp://panel.example" }],
  [{ databaseUrl: "mysql://u:secret@h/d" }],
])("%o is refused with a sentence that tells no secret", (changes) => {
  const settings = settingsOf({ ...raw, ...changes });
  expect(settings.ok ? "" : settings.error).toMatch(/wants/);
  expect(settings.ok ? "" : settings.error).not.toContain("secret");
});

test.each(["{", "[]", '{"lvs1": "short"}', '{"lvs1": 5}', '{"": "0123456789abcdef"}'])("enrolment file %s", (text) => {
  expect(enrolmentTokensIn(text).ok).toBe(false);
});

test("a log line stays one line", () => {
  const line = logLine(new Date(0), "warn", "hm", { node: "a\nb\u2028c", empty: "", n: 1 });
  expect(line).toBe('1970-01-01T00:00:00.000Z warn hm node="a\\nb c" empty="" n=1');
});

test.each([
  ["a=1; baton_session=xyz; b=2", "xyz"],
  ["baton_session_other=1", null],
  [undefined, null],
])("cookie in %s", (header, value) => {
  expect(cookieIn(header, "baton_session")).toBe(value);
});
