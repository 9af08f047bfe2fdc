import { expect, test } from "vitest";
import { encodeGratuitousArp } from "./arp.ts";

test("a gratuitous ARP is the frame that keepalived 2.2.7 sends", () => {
  const mac = Uint8Array.from(Buffer.from("d25255b5ba91", "hex"));
  const frame = encodeGratuitousArp(mac, Uint8Array.of(192, 168, 1, 102));
  expect(Buffer.from(frame).toString("hex")).toBe(
    `ffffffffffffd25255b5ba910806${"0001080006040001d25255b5ba91c0a80166ffffffffffffc0a80166"}`,
  );
});
