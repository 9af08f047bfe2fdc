import type { Drill } from "@baton/shared/contract/http/drills.ts";
import { expect, test } from "vitest";
import { newDocument } from "../domain/drill/document.ts";
import { preflight } from "../domain/drill/preflight.ts";
import { healthyFleet, NOW } from "../testing/fleet.ts";
import { newDrillBoard } from "./drill-board.ts";

const REQUEST = { instance: "VI_1", reason: "x", handBack: false, requestedBy: "ann" };
const document = (id: string, state: Drill["state"]): Drill => ({
  ...newDocument(id, NOW, REQUEST, preflight(healthyFleet(), "VI_1", false, NOW)),
  state,
});

/** A board whose database takes its time: every document waits until the test lets it through. */
const boardOnSlowStore = () => {
  const stored: string[] = [];
  const errors: string[] = [];
  const gates: (() => void)[] = [];
  const put = async ({ id, state }: Drill): Promise<void> => {
    await new Promise<void>((resolve) => gates.push(resolve));
    if (state === "preflight") throw new Error("disk full");
    stored.push(`${id} ${state}`);
  };
  const store = { put, find: async () => null, latest: async () => [], unended: async () => [] };
  const feed = { node: () => {}, delta: () => {}, event: () => {}, drill: () => {} };
  const log = { info: () => {}, warn: () => {}, error: (text: string) => errors.push(text) };
  const board = newDrillBoard({ store, feed, log });
  const drain = async (): Promise<void> => {
    let done = false;
    const all = board.stored().then(() => {
      done = true;
    });
    while (!done) {
      gates.shift()?.();
      await new Promise<void>((resolve) => setImmediate(resolve));
    }
    await all;
  };
  return { board, drain, stored, errors };
};

test("what changed again while the database was busy is stored once, in its last form, each drill for itself", async () => {
  const { board, drain, stored } = boardOnSlowStore();
  board.show(document("a", "probing"));
  await new Promise<void>((resolve) => setImmediate(resolve));
  board.show(document("a", "moving"));
  board.show(document("a", "settling"));
  board.show(document("b", "probing"));
  await drain();
  expect(stored).toEqual(["a probing", "a settling", "b probing"]);
});

test("a document that could not be stored is logged, and the next one is stored", async () => {
  const { board, drain, stored, errors } = boardOnSlowStore();
  board.show(document("a", "preflight"));
  await drain();
  board.show(document("a", "probing"));
  await drain();
  expect(errors).toEqual(["a drill could not be stored"]);
  expect(stored).toEqual(["a probing"]);
});
