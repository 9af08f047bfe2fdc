import { expect, test } from "vitest";
import { BFD_PLACES, demultiplex, freshDiscriminator, smallestTtl } from "./demultiplex.ts";

const near = { instance: { neighbor: "10.0.0.2" }, discriminator: 1 };
const far = { instance: { neighbor: "10.0.0.2", multihop: true }, discriminator: 2 };
const six = { instance: { neighbor: "fe80::2" }, discriminator: 3 };
const sessions = [near, far, six];

test.each([
  { name: "the neighbour, when it knows no discriminator yet", from: "10.0.0.2", multihop: false, your: 0, to: near },
  { name: "the neighbour, by our discriminator", from: "10.0.0.2", multihop: false, your: 1, to: near },
  { name: "another discriminator than ours", from: "10.0.0.2", multihop: false, your: 9, to: undefined },
  { name: "one of another session", from: "10.0.0.2", multihop: false, your: 2, to: undefined },
  { name: "the same neighbour across routers", from: "10.0.0.2", multihop: true, your: 2, to: far },
  { name: "a stranger", from: "10.0.0.3", multihop: false, your: 1, to: undefined },
  { name: "an address with a zone", from: "fe80::2%eth0", multihop: false, your: 3, to: six },
  { name: "another spelling of an address", from: "FE80:0:0::0:2", multihop: false, your: 0, to: six },
])("a packet of $name", ({ from, multihop, your, to }) => {
  expect(demultiplex(sessions, { yourDiscriminator: your }, from, multihop)).toBe(to);
});

test("a fresh discriminator is none that is used, and never 0", () => {
  const draws = [0, 0, 1 - 2 ** -32];
  const random = () => draws.shift() ?? 0;
  expect(freshDiscriminator(new Set([1]), random)).toBe(2 ** 32 - 1);
  expect(freshDiscriminator(new Set(), () => 0)).toBe(1);
});

test("a socket lets through what the most generous of its sessions accepts", () => {
  const peers = [
    { neighbor: "10.0.0.2", maxHops: 0 },
    { neighbor: "10.0.0.3", maxHops: 2 },
    { neighbor: "10.9.0.2", maxHops: 30, multihop: true },
    { neighbor: "fe80::2", maxHops: 0 },
  ];
  const smallest = Object.fromEntries(
    BFD_PLACES.map((place) => [`${place.family} ${place.multihop}`, smallestTtl(peers, place)]),
  );
  expect(smallest).toEqual({ "inet false": 253, "inet true": 225, "inet6 false": 255, "inet6 true": null });
});
