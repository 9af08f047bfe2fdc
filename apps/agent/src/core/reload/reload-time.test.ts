import { expect, test } from "vitest";
import { parseReloadTime } from "./reload-time.ts";

const NOW = Date.UTC(2026, 10, 29, 12, 0, 0);
const at = (line: string): string => {
  const parsed = parseReloadTime(line, NOW);
  return parsed.ok ? `${new Date(parsed.value.at).toISOString()} ${parsed.value.dated}` : parsed.error;
};

test.each([
  ["13:00:00Z", "2026-11-29T13:00:00.000Z false"],
  ["12:00:00Z", "2026-11-30T12:00:00.000Z false"],
  ["26-12-31 23:59:59Z", "2026-12-31T23:59:59.000Z true"],
  ["2027-01-01 00:00:00Z", "2027-01-01T00:00:00.000Z true"],
  ["2026-11-29 11:59:59Z", "2026-11-29 11:59:59Z is over"],
  ["99-01-01 00:00:00Z", "99-01-01 00:00:00Z is over"],
  ["2027-02-29 00:00:00Z", "there is no 2027-02-29 00:00:00Z"],
  ["24:00:00Z", "there is no 24:00:00Z"],
  ["1:00:00", "'1:00:00' is no time: write [[YY]YY-MM-DD ]HH:MM:SS[Z]"],
  ["", "'' is no time: write [[YY]YY-MM-DD ]HH:MM:SS[Z]"],
])("%s", (line, expected) => {
  expect(at(line)).toBe(expected);
});

test("without Z it is this host's time", () => {
  const local = new Date(NOW + 3_600_000);
  const two = (value: number): string => String(value).padStart(2, "0");
  const time = `${two(local.getHours())}:${two(local.getMinutes())}:${two(local.getSeconds())}`;
  const date = `${local.getFullYear()}-${two(local.getMonth() + 1)}-${two(local.getDate())}`;
  expect(at(`${date} ${time}`)).toBe(`${local.toISOString()} true`);
});
