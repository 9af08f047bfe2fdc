import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { Destination, Service, ServiceId } from "../ipvs/table.ts";
import { encodeDestination } from "./ipvs-destination.ts";
import { decodeDestinationReply, decodeInfo, decodeServiceReply } from "./ipvs-request.ts";
import { encodeService, encodeServiceId } from "./ipvs-service.ts";

const word = fc.stringMatching(/^[a-z]{1,15}$/);
const port = fc.integer({ min: 0, max: 65535 });
const count = fc.integer({ min: 0, max: 0xffffffff });
const ipv4 = fc.uint8Array({ minLength: 4, maxLength: 4 }).map((bytes) => bytes.join("."));
/** In canonical text: no group is zero, so nothing is shortened. */
const ipv6 = fc
  .array(fc.integer({ min: 1, max: 0xffff }), { minLength: 8, maxLength: 8 })
  .map((groups) => groups.map((group) => group.toString(16)).join(":"));

const serviceId: fc.Arbitrary<ServiceId> = fc.oneof(
  fc.record({
    kind: fc.constant("address" as const),
    protocol: fc.constantFrom("TCP" as const, "UDP" as const, "SCTP" as const),
    address: fc.oneof(ipv4, ipv6),
    port,
  }),
  fc.record({
    kind: fc.constant("fwmark" as const),
    mark: fc.integer({ min: 1, max: 0xffffffff }),
    family: fc.constantFrom("inet" as const, "inet6" as const),
  }),
);

const isInet6 = (id: ServiceId): boolean => (id.kind === "fwmark" ? id.family === "inet6" : id.address.includes(":"));

const service: fc.Arbitrary<Service> = serviceId.chain((id) =>
  fc.record({
    id: fc.constant(id),
    scheduler: word,
    schedulerFlags: fc.nat(7),
    onePacket: fc.boolean(),
    persistence: fc.option(fc.record({ timeoutSeconds: count, prefixLength: fc.nat(isInet6(id) ? 128 : 32) })),
    persistenceEngine: fc.option(word),
  }),
);

const destination: fc.Arbitrary<Destination> = fc
  .record({
    address: fc.oneof(ipv4, ipv6),
    port,
    forwarding: fc.constantFrom("NAT" as const, "DR" as const, "TUN" as const, "LOCAL" as const, "BYPASS" as const),
    weight: fc.integer({ min: 0, max: 0x7fffffff }),
    upperThreshold: count,
    lowerThreshold: count,
    tunnel: fc.record({
      type: fc.constantFrom("ipip" as const, "gue" as const, "gre" as const),
      port,
      flags: fc.nat(3),
    }),
  })
  .map((value) =>
    value.forwarding === "TUN" ? value : { ...value, tunnel: { type: "ipip" as const, port: 0, flags: 0 } },
  );

/** A reply has the flags without the mask that a request carries, which the decoder does not read. */
test("a service comes back as it was encoded", () => {
  fc.assert(
    fc.property(service, (value) => {
      expect(decodeServiceReply(encodeService(value))).toMatchObject({ ok: true, value: { service: value } });
    }),
  );
});

test("a destination comes back as it was encoded", () => {
  fc.assert(
    fc.property(destination, serviceId, (value, id) => {
      expect(decodeDestinationReply(encodeDestination(value), id)).toMatchObject({
        ok: true,
        value: { destination: value },
      });
    }),
  );
});

describe("what is no service or destination", () => {
  const id: ServiceId = { kind: "address", protocol: "TCP", address: "192.168.1.100", port: 3306 };

  test("a service without its scheduler", () => {
    expect(decodeServiceReply(encodeServiceId(id))).toEqual({
      ok: false,
      error: { code: "missing", where: "service flags" },
    });
  });

  test("no service at all", () => {
    expect(decodeServiceReply(new Uint8Array())).toEqual({ ok: false, error: { code: "missing", where: "service" } });
  });

  test("any bytes are decoded or refused, never an exception", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 300 }), (bytes) => {
        for (const result of [decodeServiceReply(bytes), decodeDestinationReply(bytes, id), decodeInfo(bytes)]) {
          expect(typeof result.ok).toBe("boolean");
        }
      }),
    );
  });

  test("a real message with any byte changed is decoded or refused, never an exception", () => {
    fc.assert(
      fc.property(service, fc.nat(), fc.nat(255), (value, at, byte) => {
        const bytes = encodeService(value);
        bytes[at % bytes.length] = byte;
        expect(typeof decodeServiceReply(bytes).ok).toBe("boolean");
      }),
    );
  });
});
