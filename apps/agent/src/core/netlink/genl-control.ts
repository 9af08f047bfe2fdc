import { err, type Result } from "@baton/shared/base/result.ts";
import { attribute, cString, decodeAttributes } from "./genl-attribute.ts";
import type { GenlDecodeError } from "./genl-error.ts";
import type { GenlRequest } from "./genl-message.ts";
import { readAttributes } from "./genl-read.ts";

/** The controller family, which knows the others by name (include/uapi/linux/genetlink.h). */
const GENL_ID_CTRL = 16;
const CTRL_CMD_GETFAMILY = 3;
const CTRL_ATTR_FAMILY_ID = 1;
const CTRL_ATTR_FAMILY_NAME = 2;

export const familyRequest = (name: string): GenlRequest => ({
  family: GENL_ID_CTRL,
  command: CTRL_CMD_GETFAMILY,
  version: 1,
  flags: 0,
  attributes: [attribute(CTRL_ATTR_FAMILY_NAME, cString(name))],
});

/** The family's number from the controller's answer. */
export const decodeFamily = (payload: Uint8Array): Result<number, GenlDecodeError> => {
  const attributes = decodeAttributes(payload);
  if (!attributes.ok) return err(attributes.error);
  const reader = readAttributes(attributes.value);
  return reader.finish(reader.number(CTRL_ATTR_FAMILY_ID, "family id", 2));
};
