import { describe, expect, test } from "vitest";
import { type BfdPacket, type BfdState, decodeBfd, encodeBfd } from "./packet.ts";
import { type BfdSession, type BfdSettings, nextBfdDeadline, startBfd, stepBfd } from "./session.ts";

const settings: BfdSettings = { minTx: 100, minRx: 100, idleTx: 1000, multiplier: 3, passive: false };
const packet = (state: BfdState, changes: Partial<BfdPacket> = {}): BfdPacket => ({
  diagnostic: 0,
  state,
  poll: false,
  final: false,
  demand: false,
  multiplier: 3,
  myDiscriminator: 77,
  yourDiscriminator: state === "down" ? 0 : 1,
  desiredMinTx: 100_000,
  requiredMinRx: 100_000,
  ...changes,
});
const hear = (session: BfdSession, from: BfdPacket, at = 0) =>
  stepBfd(settings, session, { type: "packet", at, random: 0, packet: from });
const in_ = (state: BfdState): BfdSession => ({ ...startBfd(settings, 1, 0), state });

describe("the state machine of RFC 5880 section 6.8.6", () => {
  test.each<[BfdState, BfdState, BfdState]>([
    ["down", "down", "init"],
    ["down", "init", "up"],
    ["down", "up", "down"],
    ["down", "admin-down", "down"],
    ["init", "down", "init"],
    ["init", "init", "up"],
    ["init", "up", "up"],
    ["init", "admin-down", "down"],
    ["up", "down", "down"],
    ["up", "init", "up"],
    ["up", "up", "up"],
    ["up", "admin-down", "down"],
  ])("%s hears %s: %s", (state, remote, expected) => {
    const { session, actions } = hear(in_(state), packet(remote));
    expect(session.state).toBe(expected);
    expect(actions.some(({ type }) => type === "changed")).toBe(state !== expected);
    if (state !== expected) expect(actions.at(-1)).toMatchObject({ type: "send", packet: { state: expected } });
  });
});

describe("two ends", () => {
  /** Packets take no time; `cut`: from then on none arrives. */
  const run = (until: number, cut = Number.POSITIVE_INFINITY, passive = false) => {
    const ends = [
      { settings, session: startBfd(settings, 1, 0) },
      { settings: { ...settings, passive }, session: startBfd({ ...settings, passive }, 2, 0) },
    ];
    const log: string[] = [];
    let sent = 0;
    const perform = (index: number, at: number, event: Parameters<typeof stepBfd>[2]): void => {
      const end = ends[index];
      if (!end) return;
      const step = stepBfd(end.settings, end.session, event);
      end.session = step.session;
      for (const action of step.actions) {
        if (action.type === "changed") log.push(`${at} ${index + 1} ${action.to}`);
        else {
          sent += 1;
          const heard = decodeBfd(encodeBfd(action.packet));
          if (at < cut && heard) perform(1 - index, at, { type: "packet", at, random: 0, packet: heard });
        }
      }
    };
    for (let at = 0; at <= until; at++) {
      for (const [index, { session }] of ends.entries()) {
        const due = nextBfdDeadline(session);
        if (due !== null && due <= at) perform(index, at, { type: "tick", at, random: 0 });
      }
    }
    return { log, sent, states: ends.map(({ session }) => session.state), ends };
  };

  test("come up by three packets, agree on the interval, and stay up", () => {
    const { log, states, sent, ends } = run(2000);
    expect(log).toEqual(["0 2 init", "0 1 up", "0 2 up"]);
    expect(states).toEqual(["up", "up"]);
    expect(ends.map(({ session }) => session.polling)).toEqual([false, false]);
    expect(sent).toBeGreaterThan(38);
    expect(sent).toBeLessThan(50);
  });

  test("a passive end waits to be spoken to", () => {
    expect(run(1500, undefined, true).states).toEqual(["up", "up"]);
  });

  test("silence for multiplier times the interval takes both down", () => {
    const { log } = run(2000, 1000);
    expect(log.slice(3)).toEqual(["1200 1 down", "1200 2 down"]);
  });
});

describe("one end", () => {
  test("answers a poll at once, with the final bit and without one of its own", () => {
    const up = hear(in_("init"), packet("up")).session;
    const { actions } = hear(up, packet("up", { poll: true }));
    expect(actions).toMatchObject([{ type: "send", packet: { final: true, poll: false } }]);
  });

  test("polls until its own poll is answered", () => {
    const up = hear(in_("init"), packet("up")).session;
    expect(up.polling).toBe(true);
    expect(hear(up, packet("up", { final: true })).session.polling).toBe(false);
  });

  test("sends no faster than the other end wants, and nothing to one that wants nothing", () => {
    const up = hear(in_("init"), packet("up", { requiredMinRx: 400_000 }), 1000).session;
    expect(up.nextTx).toBe(1400);
    const confirmed = hear(up, packet("up", { requiredMinRx: 0, final: true, multiplier: 50 }), 1000);
    expect(stepBfd(settings, confirmed.session, { type: "tick", at: 1500, random: 0 }).session.nextTx).toBeNull();
  });

  test("passes over a packet for another session, and says good-bye at its end", () => {
    const up = hear(in_("init"), packet("up")).session;
    expect(hear(up, packet("down", { yourDiscriminator: 9 })).session).toBe(up);
    expect(stepBfd(settings, up, { type: "stop" })).toMatchObject({
      session: { state: "admin-down", nextTx: null },
      actions: [{ type: "send", packet: { state: "admin-down", diagnostic: 7 } }],
    });
  });
});

describe("a packet", () => {
  const bytes = encodeBfd(packet("up", { poll: true, diagnostic: 3 }));
  test("is as RFC 5880 section 4.1 draws it", () => {
    expect(Buffer.from(bytes).toString("hex")).toBe("23e003180000004d00000001000186a0000186a000000000");
    expect(decodeBfd(bytes)).toEqual(packet("up", { poll: true, diagnostic: 3 }));
  });

  test.each<[string, (copy: Uint8Array) => Uint8Array]>([
    ["cut", (copy) => copy.subarray(0, 23)],
    ["of version 0", (copy) => copy.fill(3, 0, 1)],
    ["with a length beyond its end", (copy) => copy.fill(25, 3, 4)],
    ["with a length that is too short", (copy) => copy.fill(23, 3, 4)],
    ["with multiplier 0", (copy) => copy.fill(0, 2, 3)],
    ["authenticated", (copy) => copy.fill(0xc4, 1, 2)],
    ["multipoint", (copy) => copy.fill(0xc1, 1, 2)],
    ["poll and final at once", (copy) => copy.fill(0xf0, 1, 2)],
    ["without a discriminator", (copy) => copy.fill(0, 4, 8)],
    ["up, but for no session", (copy) => copy.fill(0, 8, 12)],
  ])("%s is discarded", (_, spoil) => {
    expect(decodeBfd(spoil(Uint8Array.from(bytes)))).toBeNull();
  });
});
