import { describe, expect, test } from "vitest";
import {
  LITTLE_ENDIAN,
  NLM_F_DUMP_INTR,
  NLMSG_DONE,
  NLMSG_ERROR,
  type RouteMessage,
} from "../../core/netlink/route-message.ts";
import { PendingAnswers } from "./pending-answers.ts";

const RTM_NEWLINK = 16;

const part = (sequence: number, flags = 0): RouteMessage => ({
  type: RTM_NEWLINK,
  flags,
  sequence,
  body: new Uint8Array(),
});

const end = (sequence: number, type: number, errno = 0, flags = 0): RouteMessage => {
  const body = new Uint8Array(4);
  new DataView(body.buffer).setInt32(0, -errno, LITTLE_ENDIAN);
  return { type, flags, sequence, body };
};

describe("an answer", () => {
  test.each([
    { name: "an acknowledgement", replies: [end(1, NLMSG_ERROR)], answer: { errno: 0, parts: 0, interrupted: false } },
    { name: "a refusal", replies: [end(1, NLMSG_ERROR, 17)], answer: { errno: 17, parts: 0, interrupted: false } },
    {
      name: "a dump in parts",
      replies: [part(1), part(1), end(1, NLMSG_DONE)],
      answer: { errno: 0, parts: 2, interrupted: false },
    },
    {
      name: "a dump that was interrupted in its middle",
      replies: [part(1), part(1, NLM_F_DUMP_INTR), end(1, NLMSG_DONE)],
      answer: { errno: 0, parts: 2, interrupted: true },
    },
    {
      name: "a dump that was interrupted at its end",
      replies: [part(1), end(1, NLMSG_DONE, 0, NLM_F_DUMP_INTR)],
      answer: { errno: 0, parts: 1, interrupted: true },
    },
    {
      name: "one among others'",
      replies: [part(7), end(8, NLMSG_ERROR, 1), part(1), end(1, NLMSG_DONE)],
      answer: { errno: 0, parts: 1, interrupted: false },
    },
  ])("$name", async ({ replies, answer: { errno, parts, interrupted } }) => {
    const pending = new PendingAnswers();
    const { answer } = pending.expect();
    for (const reply of replies) pending.receive(reply);
    const { messages, ...rest } = await answer;
    expect({ ...rest, parts: messages.length }).toEqual({ errno, parts, interrupted });
  });
});

test("answers come in any order", async () => {
  const pending = new PendingAnswers();
  const [first, second] = [pending.expect(), pending.expect()];
  expect([first.sequence, second.sequence]).toEqual([1, 2]);
  pending.receive(end(2, NLMSG_ERROR, 2));
  pending.receive(end(1, NLMSG_ERROR, 1));
  expect((await first.answer).errno).toBe(1);
  expect((await second.answer).errno).toBe(2);
});

test("all that is waited for fails together, and what comes later is passed over", async () => {
  const pending = new PendingAnswers();
  const answers = [pending.expect().answer, pending.expect().answer];
  pending.failAll(new Error("closed"));
  pending.receive(end(1, NLMSG_ERROR));
  expect(await Promise.allSettled(answers)).toMatchObject([
    { status: "rejected", reason: { message: "closed" } },
    { status: "rejected", reason: { message: "closed" } },
  ]);
});
