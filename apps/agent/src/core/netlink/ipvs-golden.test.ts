import { readFileSync } from "node:fs";
import { expect, test } from "vitest";
import type { ActualDestination, Destination, IpvsInfo, Service, ServiceId, Traffic } from "../ipvs/table.ts";
import { decodeFamily } from "./genl-control.ts";
import { encodeDestination } from "./ipvs-destination.ts";
import { decodeDestinationReply, decodeInfo, decodeServiceReply } from "./ipvs-request.ts";
import { encodeService } from "./ipvs-service.ts";

/** Bytes of others: what ipvsadm sent to a kernel, and what a kernel answered. */
type Row = { readonly from: string; readonly attributes: string } & (
  | { readonly kind: "family"; readonly value: number }
  | { readonly kind: "info"; readonly value: IpvsInfo }
  | { readonly kind: "service-request"; readonly value: Service }
  | { readonly kind: "service-reply"; readonly value: { service: Service; traffic: Traffic } }
  | { readonly kind: "destination-request"; readonly of: ServiceId; readonly value: Destination }
  | { readonly kind: "destination-reply"; readonly of: ServiceId; readonly value: ActualDestination }
);

const file = new URL("../../../../../conformance/netlink/ipvs.jsonl", import.meta.url);
const rows = readFileSync(file, "utf8")
  .trim()
  .split("\n")
  .map((line): Row => JSON.parse(line));

const bytes = (text: string): Uint8Array => Uint8Array.from(Buffer.from(text, "hex"));
const hex = (value: Uint8Array): string => Buffer.from(value).toString("hex");

const decode = (row: Row) => {
  const attributes = bytes(row.attributes);
  if (row.kind === "family") return decodeFamily(attributes);
  if (row.kind === "info") return decodeInfo(attributes);
  if (row.kind === "service-request" || row.kind === "service-reply") return decodeServiceReply(attributes);
  return decodeDestinationReply(attributes, row.of);
};

test.each(rows)("$kind of $from is understood", (row) => {
  const decoded = decode(row);
  if (row.kind === "service-request") expect(decoded).toMatchObject({ ok: true, value: { service: row.value } });
  else if (row.kind === "destination-request") {
    expect(decoded).toMatchObject({ ok: true, value: { destination: row.value } });
  } else expect(decoded).toEqual({ ok: true, value: row.value });
});

test.each(rows.filter((row) => row.kind === "service-request"))(
  "$from: Baton sends the same, to the byte",
  ({ value, attributes }) => {
    expect(hex(encodeService(value))).toBe(attributes);
  },
);

test.each(rows.filter((row) => row.kind === "destination-request"))(
  "$from: Baton sends what means the same",
  ({ value, of }) => {
    expect(decodeDestinationReply(encodeDestination(value), of)).toMatchObject({
      ok: true,
      value: { destination: value },
    });
  },
);
