import { describe, expect, test } from "vitest";
import { GenlAnswers } from "./genl-answers.ts";
import type { GenlReply } from "./genl-message.ts";

const data = (sequence: number, ...attributes: number[]): GenlReply => ({
  kind: "data",
  sequence,
  family: 28,
  command: 1,
  multi: true,
  attributes: Uint8Array.from(attributes),
});
const refusal = (sequence: number, errno: number): GenlReply => ({ kind: "error", sequence, errno });
const acknowledged = (sequence: number): GenlReply => refusal(sequence, 0);
const done = (sequence: number): GenlReply => ({ kind: "done", sequence, errno: 0 });

const ok = (...payloads: number[][]) => ({ errno: 0, data: payloads.map((bytes) => Uint8Array.from(bytes)) });

describe("the answers to a batch", () => {
  test.each([
    { name: "an acknowledgement of the last speaks for all", replies: [acknowledged(12)], all: [ok(), ok(), ok()] },
    {
      name: "refusals come before it, each for itself",
      replies: [refusal(11, 17), refusal(12, 2)],
      all: [ok(), { errno: 17, data: [] }, { errno: 2, data: [] }],
    },
    {
      name: "data are kept by request, in their order",
      replies: [data(10, 1), data(12, 2), data(12, 3), done(12)],
      all: [ok([1]), ok(), ok([2], [3])],
    },
    {
      name: "replies to other requests are passed over",
      replies: [refusal(9, 1), data(13, 4), acknowledged(12)],
      all: [ok(), ok(), ok()],
    },
  ])("$name", ({ replies, all }) => {
    const answers = new GenlAnswers(10, 3);
    for (const reply of replies) {
      expect(answers.isComplete).toBe(false);
      answers.take(reply);
    }
    expect(answers.isComplete).toBe(true);
    expect(answers.all).toEqual(all);
  });

  test("is not complete while the last has not been answered for, whatever else has", () => {
    const answers = new GenlAnswers(10, 3);
    for (const reply of [acknowledged(10), acknowledged(11), data(12, 1), done(13)]) answers.take(reply);
    expect(answers.isComplete).toBe(false);
  });
});
