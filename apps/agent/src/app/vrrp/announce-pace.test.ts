import { millis } from "@baton/shared/base/duration.ts";
import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { AnnouncePace } from "./announce-pace.ts";

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const rig = () => {
  const sent: string[] = [];
  const pace = new AnnouncePace(() => Date.now());
  const begun = Date.now();
  const say = (device: string, address: string, family: "inet" | "inet6" = "inet"): void =>
    pace.send(device, family, address, () => void sent.push(`${Date.now() - begun} ${device} ${address}`));
  return { pace, sent, say };
};

test("without pauses everything leaves at once", () => {
  const { sent, say } = rig();
  for (let i = 0; i < 3; i++) say("eth0", "a");
  expect(sent).toEqual(["0 eth0 a", "0 eth0 a", "0 eth0 a"]);
});

test("the first leaves at once, and one for each address follows, as keepalived does it", () => {
  const { pace, sent, say } = rig();
  pace.configure({ each: { arp: millis(200), neighbor: millis(0) }, groups: [] });
  for (const address of ["a", "b", "c"]) for (let i = 0; i < 3; i++) say("eth0", address);
  say("eth1", "d");
  for (const _ of [1, 2]) say("eth0", "e", "inet6");
  vi.advanceTimersByTime(10_000);
  expect(sent).toEqual([
    ...["0 eth0 a", "0 eth1 d", "0 eth0 e", "0 eth0 e"],
    ...["200 eth0 a", "400 eth0 b", "600 eth0 c"],
  ]);
});

test("the interfaces of a group share its pause", () => {
  const { pace, sent, say } = rig();
  const group = { arp: millis(100), neighbor: millis(50), interfaces: ["eth0", "eth1"] };
  pace.configure({ each: { arp: millis(1000), neighbor: millis(0) }, groups: [group] });
  say("eth0", "a");
  say("eth1", "a");
  say("eth0", "f", "inet6");
  say("eth1", "g", "inet6");
  vi.advanceTimersByTime(10_000);
  expect(sent).toEqual(["0 eth0 a", "0 eth0 f", "50 eth1 g", "100 eth1 a"]);
});

test("closed, nothing follows", () => {
  const { pace, sent, say } = rig();
  pace.configure({ each: { arp: millis(200), neighbor: millis(0) }, groups: [] });
  for (const address of ["a", "b"]) say("eth0", address);
  pace.close();
  vi.advanceTimersByTime(10_000);
  expect(sent).toEqual(["0 eth0 a"]);
});
