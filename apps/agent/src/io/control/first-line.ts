import { constants } from "node:fs";
import { open } from "node:fs/promises";

const MAX_BYTES = 64;

/** Of a small file, at most 64 bytes. Null: there is none, or nothing in it. */
export const firstLine = async (path: string): Promise<string | null> => {
  try {
    // A pipe in its place must not block.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (!(await file.stat()).isFile()) return null;
      const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_BYTES), 0, MAX_BYTES, 0);
      return bytesRead === 0 ? null : (buffer.toString("latin1", 0, bytesRead).split("\n")[0] ?? null);
    } finally {
      await file.close();
    }
  } catch {
    return null;
  }
};
