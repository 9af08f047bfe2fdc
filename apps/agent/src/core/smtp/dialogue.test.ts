import { describe, expect, test } from "vitest";
import { type DialogueStep, hearSmtp, NEW_DIALOGUE } from "./dialogue.ts";

/** What is said in answer to each piece of text, and the end. */
const play = (...pieces: readonly string[]): readonly string[] => {
  let state = NEW_DIALOGUE;
  const said: string[] = [];
  for (const piece of pieces) {
    const step: DialogueStep = hearSmtp(state, piece, "lvs1.example");
    if (step.type === "done" || step.type === "failed") return [...said, step.type === "done" ? "done" : step.reason];
    if (step.type === "say") said.push(step.text.trimEnd());
    state = step.state;
  }
  return said;
};

describe("the dialogue", () => {
  test.each<[string, readonly string[], readonly string[]]>([
    ["three replies", ["220 hi\r\n", "250 ok\r\n", "221 bye\r\n"], ["HELO lvs1.example", "QUIT", "done"]],
    ["replies of several lines", ["220-a\r\n220-b\r\n220 c\r\n", "250-x\r\n250 y\r\n"], ["HELO lvs1.example", "QUIT"]],
    ["in small pieces", ["2", "20", " h", "i\r", "\n"], ["HELO lvs1.example"]],
    ["a bare code, a bare newline", ["220\n", "250\n", "221\n"], ["HELO lvs1.example", "QUIT", "done"]],
    ["a busy server", ["421 too many connections\r\n"], ["421 too many connections after its greeting"]],
    ["HELO refused", ["220 hi\r\n", "550 go\u001b[31m away\r\n"], ["HELO lvs1.example", "550 go?[31m away after HELO"]],
    ["another protocol", ["SSH-2.0-OpenSSH\r\n"], ["'SSH-2.0-OpenSSH' is no SMTP reply"]],
    ["a line without an end", ["220 ".padEnd(9000, "x"), "x".repeat(9000)], ["more than 16384 bytes of reply"]],
    ["lines without an end", ["220-a\r\n".repeat(3000)], ["more than 16384 bytes of reply"]],
  ])("%s", (_, pieces, expected) => {
    expect(play(...pieces)).toEqual(expected);
  });
});
