import { afterEach, describe, expect, test } from "vitest";
import { encodeIpv4 } from "../../core/packet/ipv4-header.ts";
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

const packet = (number: number, destination = HERE): Uint8Array => {
  const payload = Uint8Array.of(0x2f, 0, MARK >> 8, MARK & 255, number >> 8, number & 255, 0, 0);
  return encodeIpv4({ tos: 0, identification: 0, ttl: 255, protocol: 112, source: HERE, destination }, payload);
};

const numberIn = (bytes: Uint8Array): number | null =>
  ((bytes[22] ?? 0) << 8) + (bytes[23] ?? 0) === MARK ? ((bytes[24] ?? 0) << 8) + (bytes[25] ?? 0) : null;

const opened: { close(): void }[] = [];
afterEach(() => {
  for (const each of opened.splice(0)) each.close();
});

const open = () => {
  const heard: number[] = [];
  const hear = (bytes: Uint8Array): void => {
    const number = numberIn(bytes);
    if (number !== null) heard.push(number);
  };
  const receiver = openPacketReceiver("lo", 1, {
    onPacket: hear,
    onError: (error) => {
      throw new Error(error);
    },
    patience: () => 4,
  });
  if (receiver.ok) receiver.value.follow([], 0);
  const sender = openPacketSender("lo", 1);
  if (!receiver.ok || !sender.ok) throw new Error("no sockets");
  opened.push(receiver.value, sender.value);
  return { heard, receiver: receiver.value, sender: sender.value };
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
      sender.queue(packet(number, destination), destination, (error) => told.push(error));
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
    await expect.poll(() => heard.length, { timeout: 10_000 }).toBe(100);
    expect(heard).toEqual(numbers(100));
  });
});
