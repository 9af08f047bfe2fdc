import { createHash } from "node:crypto";
import type { IncomingMessage } from "node:http";
import { type CheckedUrl, MAX_SEARCHED_BYTES } from "@baton/shared/config/model-checks.ts";

/** A page of more bytes than this has no digest that is waited for. */
const MAX_BODY_BYTES = 16 * 1024 * 1024;

export interface Page {
  /** MD5 in hexadecimal; null when it is not wanted. */
  readonly digest: string | null;
  /** The first bytes, where a pattern is to be looked for; else none. */
  readonly beginning: Buffer;
}

/**
 * Reads as much of the body as the url asks about, and no more: nothing, its beginning, or all of it. Rejects when it
 * ends too soon or has no end.
 */
export const readPage = (response: IncomingMessage, { digest, pattern }: CheckedUrl): Promise<Page> => {
  if (digest === null && !pattern) return Promise.resolve({ digest: null, beginning: Buffer.alloc(0) });
  return new Promise((resolve, reject) => {
    const hash = digest === null ? null : createHash("md5");
    const chunks: Buffer[] = [];
    let size = 0;
    const finish = (): void => {
      resolve({
        digest: hash?.digest("hex") ?? null,
        beginning: Buffer.concat(chunks).subarray(0, MAX_SEARCHED_BYTES),
      });
    };
    response.on("data", (chunk: Buffer) => {
      if (pattern && size < MAX_SEARCHED_BYTES) chunks.push(chunk);
      size += chunk.length;
      hash?.update(chunk);
      if (!hash && size >= MAX_SEARCHED_BYTES) finish();
      else if (size > MAX_BODY_BYTES) reject(new Error(`the body has more than ${MAX_BODY_BYTES} bytes`));
    });
    response.once("end", finish);
    response.once("aborted", () => reject(new Error("the connection ended within the body")));
    response.once("error", reject);
  });
};
