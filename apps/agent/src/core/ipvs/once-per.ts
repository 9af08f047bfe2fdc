/** A function of an object that never changes, worked out at its first call for that object and kept as long as it lives. */
export const oncePer = <Key extends object, Value extends NonNullable<unknown>>(
  make: (key: Key) => Value,
): ((key: Key) => Value) => {
  const known = new WeakMap<Key, Value>();
  return (key) => {
    const before = known.get(key);
    if (before !== undefined) return before;
    const value = make(key);
    known.set(key, value);
    return value;
  };
};
