import type { BoundBlock } from "../bind.ts";
import type { VrrpInstance } from "../model.ts";
import { entryOf, flagOf } from "./reader.ts";

/** Departures from what goes over the wire, or is waited for, by default. */
export const compileWire = (
  globals: BoundBlock | null,
  instance: BoundBlock,
): Pick<VrrpInstance, "wholeSkew" | "checksumAsV2"> => ({
  ...(flagOf(instance, "whole_skew") ? { wholeSkew: true } : {}),
  ...((flagOf(instance, "v3_checksum_as_v2") ?? entryOf(globals, "v3_checksum_as_v2") !== null)
    ? { checksumAsV2: true }
    : {}),
});
