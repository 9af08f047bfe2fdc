import { err, ok, type Result } from "@baton/shared/base/result.ts";
import * as z from "zod";

const schema = z.record(z.string().min(1).max(200), z.string().min(16).max(200));

/** {"node": "token", ...}; tokens of 16 characters or more. The error names no token. */
export const enrolmentTokensIn = (text: string): Result<Readonly<Record<string, string>>, string> => {
  let value: unknown;
  try {
    value = JSON.parse(text);
  } catch {
    return err("is not JSON");
  }
  const parsed = schema.safeParse(value);
  if (parsed.success) return ok(parsed.data);
  return err('wants an object of node names and tokens of 16 to 200 characters: {"lvs1": "..."}');
};
