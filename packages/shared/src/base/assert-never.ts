/** Marks a branch the type system has proven empty; reaching it is a broken invariant. */
export const assertNever = (value: never): never => {
  throw new Error(`unexpected value: ${JSON.stringify(value)}`);
};
