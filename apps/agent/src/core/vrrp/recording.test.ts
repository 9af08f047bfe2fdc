import { expect, test } from "vitest";
import { AUTH_PASS } from "./advert.ts";
import type { RouterEvent } from "./event.ts";
import { beginLine, eventLine, type Line, type ReplayState, replayLine, type TakenStep } from "./recording.ts";
import { initialState, step } from "./step.ts";
import { testParams } from "./testing/params.ts";

const SECRET = Uint8Array.from(Buffer.from("s3cret!!"));
const params = { ...testParams({}), authType: AUTH_PASS, authData: SECRET };

const heard: RouterEvent = {
  type: "advert",
  at: 500,
  from: "192.168.1.2",
  advert: {
    version: 2,
    virtualRouterId: 51,
    priority: 200,
    interval: params.advertInterval,
    addresses: ["192.168.1.100"],
    authType: AUTH_PASS,
    authData: SECRET,
  },
};

const EVENTS: readonly RouterEvent[] = [
  { type: "start", at: 0, link: { usable: true, address: "192.168.1.5" } },
  heard,
  { type: "tick", at: 9000 },
  { type: "stop", at: 9500, reason: "stopping" },
];

/** As it comes back from a file. */
const record = (): Line[] => {
  const lines: Line[] = [];
  let state = initialState(params, 0);
  for (const event of EVENTS) {
    const { state: after, actions } = step(params, state, event);
    const taken: TakenStep = { router: "VI_1", params, before: state, event, after, actions };
    if (lines.length === 0) lines.push(beginLine(taken));
    lines.push(eventLine(taken));
    state = after;
  }
  return lines.map((line) => JSON.parse(JSON.stringify(line)) as Line);
};

const replayAll = (lines: readonly Line[]) => {
  const routers: ReplayState = new Map();
  return lines.flatMap((line) => replayLine(routers, line) ?? []);
};

test("what is recorded happens again, with the same causes", () => {
  const replayed = replayAll(record());
  expect(replayed.map(({ at, from, to }) => `${at} ${from} ${to}`)).toEqual([
    "0 initialize backup",
    "9000 backup master",
    "9500 master initialize",
  ]);
  expect(replayed.every(({ recorded }) => recorded === null)).toBe(true);
  expect(replayed[1]?.cause).toMatch(/no advert from 192\.168\.1\.2 \(priority 200\)/);
});

test("a recording that says otherwise differs, also where nothing happens", () => {
  const lines = record().map((line) =>
    line.type === "event" && line.event.type === "tick"
      ? { ...line, transitions: [{ from: "backup", to: "fault", cause: "made up" }] }
      : line,
  );
  expect(replayAll(lines).filter(({ recorded }) => recorded !== null)).toHaveLength(1);
  const early = record().map((line) =>
    line.type === "event" && line.event.type === "tick" ? { ...line, event: { ...line.event, at: 600 } } : line,
  );
  expect(replayAll(early).find(({ recorded }) => recorded !== null)).toMatchObject({ at: 600, to: "-" });
});

test("no password is recorded", () => {
  expect(JSON.stringify(record())).not.toContain(SECRET.join());
  const texts = record().map((line) => JSON.stringify(line));
  expect(texts.some((line) => line.includes(`"0":${SECRET[0]}`))).toBe(false);
});

test("an event of a router that has not begun is no recording", () => {
  expect(replayLine(new Map(), record()[1] as Line)).toBeNull();
});
