import { expect, test } from "vitest";
import { decodeFile, MAX_FILE } from "./read-file.ts";

const text = (bytes: readonly number[]) => decodeFile(Uint8Array.from(bytes));

test("UTF-8 is read as such, its byte-order mark is dropped", () => {
  expect(text([0xef, 0xbb, 0xbf, 0x23, 0xe4, 0xb8, 0xad])).toEqual({ ok: true, text: "#中", encoding: "UTF-8" });
});

test("comments in GBK are read too", () => {
  expect(text([0x23, 0xd6, 0xd0, 0xce, 0xc4])).toEqual({ ok: true, text: "#中文", encoding: "GB18030" });
});

test("what is no text, or too much of it, is refused with the reason", () => {
  expect(text([0x7f, 0x45, 0x4c, 0x46, 0])).toEqual({ ok: false, reason: "not-text" });
  expect(text([0x23, 0xff, 0xff])).toEqual({ ok: false, reason: "not-text" });
  expect(decodeFile(new Uint8Array(MAX_FILE + 1))).toEqual({ ok: false, reason: "too-large" });
});
