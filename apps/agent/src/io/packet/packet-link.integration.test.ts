import { setTimeout as pause } from "node:timers/promises";
import { afterEach, describe, expect, test } from "vitest";
import { AH_BYTES, AH_PROTOCOL } from "../../core/packet/authentication-header.ts";
import { encodeIpv4 } from "../../core/packet/ipv4-header.ts";
import { VRRP_PROTOCOL } from "../../core/packet/vrrp-common.ts";
import { openPacketReceiver } from "./packet-receiver.ts";
import { openPacketSender } from "./packet-sender.ts";

/** On loopback, whose index is 1 in every namespace; raw sockets are root's. */
const problem = process.getuid?.() === 0 ? null : "not root";
if (problem !== null) console.warn(`packet batches skipped: ${problem}`);

const HERE = Uint8Array.of(127, 0, 0, 1);
/** Sending there needs SO_BROADCAST, which nobody sets. */
const FORBIDDEN = Uint8Array.of(255, 255, 255, 255);
/** Other tests may be on loopback too. */
const MARK = process.pid & 0xffff;

const headerBytes = (protocol: number): number => (protocol === AH_PROTOCOL ? AH_BYTES : 0);

const packet = (number: number, { destination = HERE, priority = 100, protocol = VRRP_PROTOCOL } = {}): Uint8Array => {
  const advert = [0x2f, 0, priority, MARK >> 8, MARK & 255, number >> 8, number & 255, 0];
  const payload = Uint8Array.from([...new Uint8Array(headerBytes(protocol)), ...advert]);
  return encodeIpv4({ tos: 0, identification: 0, ttl: 255, protocol, source: HERE, destination }, payload);
};

const numberIn = (bytes: Uint8Array): number | null => {
  const advert = bytes.subarray(20 + headerBytes(bytes[9] ?? 0));
  return ((advert[3] ?? 0) << 8) + (advert[4] ?? 0) === MARK ? ((advert[5] ?? 0) << 8) + (advert[6] ?? 0) : null;
};

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
});

const open = (patienceMs = 4, protocol = VRRP_PROTOCOL) => {
  const heard: number[] = [];
  const times: number[] = [];
  const hear = (bytes: Uint8Array, at: number): void => {
    const number = numberIn(bytes);
    if (number === null) return;
    heard.push(number);
    times.push(at);
  };
  const receiver = openPacketReceiver("lo", 1, {
    onPacket: hear,
    onError: (error) => {
      throw new Error(error);
    },
    patience: () => patienceMs,
    protocol,
  });
  if (receiver.ok) receiver.value.follow([], 0);
  const sender = openPacketSender("lo", 1);
  if (!receiver.ok || !sender.ok) throw new Error("no sockets");
  opened.push(receiver.value, sender.value);
  return { heard, times, receiver: receiver.value, sender: sender.value };
};

const numbers = (count: number): number[] => Array.from({ length: count }, (_, i) => i);

describe.skipIf(problem !== null)("batches", () => {
  test("more than one batch arrives whole and in order, and is there to be read at once", () => {
    const { heard, receiver, sender } = open();
    const told: (string | null)[] = [];
    for (const number of numbers(150)) sender.queue(packet(number), HERE, (error) => told.push(error));
    expect(told).toHaveLength(128);
    sender.flush();
    expect(told).toEqual(numbers(150).map(() => null));
    receiver.drain();
    expect(heard).toEqual(numbers(150));
    receiver.drain();
    expect(heard).toHaveLength(150);
  });

  test("one that can't be sent is told, and takes none of the others along", () => {
    const { heard, receiver, sender } = open();
    const told: (string | null)[] = [];
    for (const number of numbers(10)) {
      const destination = number === 3 || number === 4 ? FORBIDDEN : HERE;
      sender.queue(packet(number, { destination }), destination, (error) => told.push(error));
    }
    sender.queue(new Uint8Array(4096), HERE, (error) => told.push(error));
    expect(told).toEqual(["EMSGSIZE"]);
    sender.flush();
    expect(told.slice(1)).toEqual([null, null, null, "EACCES", "EACCES", null, null, null, null, null]);
    receiver.drain();
    expect(heard).toEqual([0, 1, 2, 5, 6, 7, 8, 9]);
  });

  test("the event loop hands out what nobody asked for", async () => {
    const { heard, sender } = open();
    for (const number of numbers(100)) sender.queue(packet(number), HERE, () => {});
    sender.flush();
    await expect.poll(() => heard.length).toBe(100);
    expect(heard).toEqual(numbers(100));
  });
});

test.skipIf(problem !== null)("a packet came when it came, though nobody had the time to read it", async () => {
  const { heard, times, sender } = open();
  const send = (number: number): void => {
    sender.queue(packet(number), HERE, () => {});
    sender.flush();
  };
  // The kernel stamps from the first question on.
  send(0);
  await expect.poll(() => heard.length).toBe(1);
  const sentAt = performance.now();
  send(1);
  const leftAt = performance.now();
  while (performance.now() < leftAt + 50);
  await expect.poll(() => heard.length).toBe(2);
  expect(times[1]).toBeGreaterThan(sentAt - 0.5);
  expect(times[1]).toBeLessThan(leftAt + 1.5);
});

const PATIENCE_MS = 60_000;
const EVERY_MS = 5;

describe.skipIf(problem !== null)("left to gather", () => {
  /** Sends one packet after the other until those behind `from` are no longer heard; how many were sent. */
  const sendUntilUnheard = async (
    { heard, sender }: ReturnType<typeof open>,
    protocol = VRRP_PROTOCOL,
  ): Promise<number[]> => {
    const sentAt: number[] = [];
    while (sentAt.length < heard.length + 10) {
      sentAt.push(performance.now());
      sender.queue(packet(sentAt.length - 1, { protocol }), HERE, () => {});
      sender.flush();
      await pause(EVERY_MS);
    }
    return sentAt;
  };

  test("packets are handed out with the time at which they came", async () => {
    const opened = open(PATIENCE_MS);
    const sentAt = await sendUntilUnheard(opened);
    const { heard, times, receiver } = opened;
    const unheard = heard.length;
    receiver.drain();
    expect(heard).toEqual(numbers(sentAt.length));
    for (let i = unheard; i < times.length; i++) {
      // Wall time is known to the millisecond, so they may seem to have come one later.
      expect(times[i]).toBeGreaterThan((sentAt[i] ?? 0) - 0.5);
      expect(times[i]).toBeLessThan((sentAt[i + 1] ?? Number.POSITIVE_INFINITY) + 1);
    }
    expect((times.at(-1) ?? 0) - (times[unheard] ?? 0)).toBeGreaterThan(7 * EVERY_MS);
  });

  test.each([
    ["an advert", VRRP_PROTOCOL],
    ["an advert behind an authentication header", AH_PROTOCOL],
  ])("a resignation is heard at once, behind what came before it: %s", async (_, protocol) => {
    const opened = open(PATIENCE_MS, protocol);
    const { length } = await sendUntilUnheard(opened, protocol);
    opened.sender.queue(packet(length, { priority: 0, protocol }), HERE, () => {});
    opened.sender.flush();
    await expect.poll(() => opened.heard.length).toBe(length + 1);
    expect(opened.heard).toEqual(numbers(length + 1));
    // And so is what follows.
    opened.sender.queue(packet(length + 1, { protocol }), HERE, () => {});
    opened.sender.flush();
    await expect.poll(() => opened.heard.at(-1)).toBe(length + 1);
  });
});
