import { equalBytes } from "../bytes/bytes.ts";
import type { RouteMessage } from "./route-message.ts";

const sameMessages = (a: readonly RouteMessage[], b: readonly RouteMessage[]): boolean =>
  a.length === b.length && a.every(({ body }, i) => equalBytes(body, b[i]?.body ?? new Uint8Array(0)));

/**
 * Decodes a table's dumps, one after the other; one that says what the one before said is that one's list again, the
 * same object. What decodes to null is left out.
 */
export const createDumpDecoder = <T>(
  decode: (message: RouteMessage) => T | null,
): ((messages: readonly RouteMessage[]) => readonly T[]) => {
  let last: { readonly messages: readonly RouteMessage[]; readonly decoded: readonly T[] } | null = null;
  return (messages) => {
    if (last && sameMessages(last.messages, messages)) return last.decoded;
    const decoded = messages.map(decode).filter((each) => each !== null);
    last = { messages, decoded };
    return decoded;
  };
};
