import { assertNever } from "@baton/shared/base/assert-never.ts";
import { err, ok, type Result } from "@baton/shared/base/result.ts";
import { familyOf } from "@baton/shared/net/ip-address.ts";
import type { TableOperation } from "../ipvs/operation.ts";
import type { ActualDestination, IpvsInfo, Service, ServiceId, Traffic } from "../ipvs/table.ts";
import { decodeAttributes } from "./genl-attribute.ts";
import type { GenlDecodeError } from "./genl-error.ts";
import { type GenlRequest, NLM_F_ACK, NLM_F_DUMP } from "./genl-message.ts";
import { readAttributes } from "./genl-read.ts";
import { CMD_ATTR, INFO_ATTR, IPVS_CMD, IPVS_VERSION } from "./ipvs-constants.ts";
import { decodeDestination, encodeDestination, encodeDestinationId } from "./ipvs-destination.ts";
import { decodeService, encodeService, encodeServiceId } from "./ipvs-service.ts";

/** The requests to the IPVS family, and what comes back. `family` is the number the controller gave. */

const request = (family: number, command: number, flags: number, attributes: readonly Uint8Array[]): GenlRequest => ({
  family,
  command,
  version: IPVS_VERSION,
  flags,
  attributes,
});

export const operationRequest = (family: number, operation: TableOperation): GenlRequest => {
  const change = (command: number, attributes: readonly Uint8Array[]): GenlRequest =>
    request(family, command, NLM_F_ACK, attributes);
  switch (operation.op) {
    case "add-service":
      return change(IPVS_CMD.NEW_SERVICE, [encodeService(operation.service)]);
    case "edit-service":
      return change(IPVS_CMD.SET_SERVICE, [encodeService(operation.service)]);
    case "delete-service":
      return change(IPVS_CMD.DEL_SERVICE, [encodeServiceId(operation.id)]);
    case "add-destination":
      return change(IPVS_CMD.NEW_DEST, [encodeServiceId(operation.id), encodeDestination(operation.destination)]);
    case "edit-destination":
      return change(IPVS_CMD.SET_DEST, [encodeServiceId(operation.id), encodeDestination(operation.destination)]);
    case "delete-destination":
      return change(IPVS_CMD.DEL_DEST, [encodeServiceId(operation.id), encodeDestinationId(operation.destination)]);
    default:
      return assertNever(operation);
  }
};

export const infoRequest = (family: number): GenlRequest => request(family, IPVS_CMD.GET_INFO, 0, []);

export const servicesRequest = (family: number): GenlRequest => request(family, IPVS_CMD.GET_SERVICE, NLM_F_DUMP, []);

export const destinationsRequest = (family: number, id: ServiceId): GenlRequest =>
  request(family, IPVS_CMD.GET_DEST, NLM_F_DUMP, [encodeServiceId(id)]);

export const decodeInfo = (payload: Uint8Array): Result<IpvsInfo, GenlDecodeError> => {
  const attributes = decodeAttributes(payload);
  if (!attributes.ok) return err(attributes.error);
  const reader = readAttributes(attributes.value);
  const version = reader.number(INFO_ATTR.VERSION, "version", 4);
  return reader.finish({
    version: `${(version >> 16) & 255}.${(version >> 8) & 255}.${version & 255}`,
    connectionTableSize: reader.number(INFO_ATTR.CONN_TAB_SIZE, "connection table size", 4),
  });
};

const nested = (payload: Uint8Array, type: number, where: string): Result<Uint8Array, GenlDecodeError> => {
  const attributes = decodeAttributes(payload);
  if (!attributes.ok) return err(attributes.error);
  const found = attributes.value.get(type);
  return found ? ok(found) : err({ code: "missing", where });
};

export const decodeServiceReply = (
  payload: Uint8Array,
): Result<{ service: Service; traffic: Traffic }, GenlDecodeError> => {
  const inner = nested(payload, CMD_ATTR.SERVICE, "service");
  return inner.ok ? decodeService(inner.value) : inner;
};

export const decodeDestinationReply = (
  payload: Uint8Array,
  id: ServiceId,
): Result<ActualDestination, GenlDecodeError> => {
  const inner = nested(payload, CMD_ATTR.DEST, "destination");
  if (!inner.ok) return inner;
  return decodeDestination(inner.value, id.kind === "fwmark" ? id.family : familyOf(id.address));
};
