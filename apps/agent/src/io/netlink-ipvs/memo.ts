/**
 * Decodes a list that is read again and again: what has the same bytes in the same place as the last time is the
 * same value, not decoded anew.
 */
export interface Memo<Value> {
  /** `changed` is false when every value is the one of the last time. */
  read(payloads: readonly Uint8Array[]): { readonly values: readonly Value[]; readonly changed: boolean };
}

interface Known<Value> {
  readonly bytes: Uint8Array;
  readonly value: Value;
}

/** `decode` may throw; then nothing of the list is remembered. */
export const createMemo = <Value>(decode: (payload: Uint8Array) => Value): Memo<Value> => {
  let known: readonly Known<Value>[] = [];
  let values: readonly Value[] = [];
  return {
    read: (payloads) => {
      let changed = payloads.length !== known.length;
      const next = payloads.map((bytes, index) => {
        const before = known[index];
        if (before && Buffer.compare(before.bytes, bytes) === 0) return before;
        changed = true;
        return { bytes, value: decode(bytes) };
      });
      known = next;
      if (changed) values = next.map(({ value }) => value);
      return { values, changed };
    },
  };
};
