import type { VrrpInstance } from "@baton/shared/config/model.ts";

/** Whether two configurations mean the same; where they stand in the file does not matter. */
export const sameInstance = (a: VrrpInstance, b: VrrpInstance): boolean => {
  const meaning = ({ range: _, ...rest }: VrrpInstance): string => JSON.stringify(rest);
  return meaning(a) === meaning(b);
};
