import { expect, test } from "vitest";
import { decodeIpv4 } from "../../core/packet/ipv4-header.ts";
import { paramsOf } from "../../core/vrrp/params.ts";
import { instance } from "./integration/vrrp-process.ts";
import { advertPackets, openEnvelope, readAdvert } from "./packets.ts";
import { createRouter } from "./router.ts";

const PEERS = ["192.168.1.2", "10.0.0.7"];
const multicast = createRouter(instance({}), 0, 0);
const unicast = createRouter(instance({ version: 3, authentication: null, unicastPeers: PEERS }), 0, 0);

const read = (receiver: Parameters<typeof instance>[0], packet: Uint8Array | undefined) => {
  const envelope = openEnvelope(packet ?? new Uint8Array());
  if (!envelope.ok) throw new Error(envelope.error.kind);
  const opened = envelope.value.read();
  if (!opened.ok) throw new Error(opened.error.kind);
  const params = paramsOf(instance(receiver));
  const advert = readAdvert(params, opened.value);
  return advert.ok ? "accepted" : advert.error.kind;
};

test("multicast goes to the group, unicast to every peer with a checksum of its own", () => {
  const group = advertPackets(multicast, 100, "192.168.1.11");
  expect(group.map(({ destination }) => destination.join("."))).toEqual(["224.0.0.18"]);
  const peers = advertPackets(unicast, 100, "192.168.1.11");
  expect(peers.map(({ destination }) => destination.join("."))).toEqual(PEERS);
  for (const { packet } of peers) {
    expect(read({ version: 3, authentication: null, unicastPeers: ["192.168.1.11"] }, packet)).toBe("accepted");
  }
});

test("the same advert is made once", () => {
  expect(advertPackets(multicast, 100, "192.168.1.11")).toBe(advertPackets(multicast, 100, "192.168.1.11"));
  expect(advertPackets(multicast, 0, "192.168.1.11")).not.toBe(advertPackets(multicast, 100, "192.168.1.11"));
});

test("who agreed on one way refuses the other", () => {
  const v3 = { version: 3, authentication: null } as const;
  const [toPeer] = advertPackets(unicast, 100, "192.168.1.11");
  const [toGroup] = advertPackets(createRouter(instance(v3), 0, 0), 100, "192.168.1.11");
  expect(read(v3, toGroup?.packet)).toBe("accepted");
  expect(read(v3, toPeer?.packet)).toBe("unicast");
  expect(read({ ...v3, unicastPeers: ["192.168.1.11"] }, toGroup?.packet)).toBe("multicast");
});

test("a stranger's unicast is refused only when asked for, and its TTL is free", () => {
  const v3 = { version: 3, authentication: null, unicastPeers: ["10.9.9.9"] } as const;
  const packet = advertPackets(unicast, 100, "192.168.1.11")[0]?.packet.slice();
  packet?.set([60], 8);
  expect(decodeIpv4(packet ?? new Uint8Array())).toMatchObject({ ok: true, value: { ttl: 60 } });
  expect(read(v3, packet)).toBe("accepted");
  expect(read({ ...v3, checkUnicastSource: true }, packet)).toBe("unicast-source");
});

test("unicast_ttl is sent, and min_ttl and max_ttl of a peer are asked for", () => {
  const v3 = { version: 3, authentication: null } as const;
  const sender = createRouter(instance({ ...v3, unicastPeers: ["10.0.0.7"], unicastTtl: 64 }), 0, 0);
  const [sent] = advertPackets(sender, 100, "192.168.1.11");
  expect(decodeIpv4(sent?.packet ?? new Uint8Array())).toMatchObject({ ok: true, value: { ttl: 64 } });
  const from = (min: number, max: number) => ({
    ...v3,
    unicastPeers: ["192.168.1.11"],
    peerTtls: [{ address: "192.168.1.11", min, max }],
  });
  expect(read(from(64, 64), sent?.packet)).toBe("accepted");
  expect(read(from(65, 255), sent?.packet)).toBe("ttl");
  expect(read(from(0, 63), sent?.packet)).toBe("ttl");
});

test("skip_check_adv_addr: the addresses of a sender that is known are not compared", () => {
  const [sent] = advertPackets(multicast, 100, "192.168.1.11");
  const envelope = openEnvelope(sent?.packet ?? new Uint8Array());
  const opened = envelope.ok ? envelope.value.read() : envelope;
  if (!opened.ok) throw new Error("unreadable");
  const params = paramsOf(instance({ virtualAddresses: [], skipAddressCheck: true }));
  expect(readAdvert(params, opened.value)).toMatchObject({ ok: false, error: { kind: "addresses" } });
  expect(readAdvert(params, opened.value, "192.168.1.11").ok).toBe(true);
});
