import { constants } from "node:fs";
import { open } from "node:fs/promises";
import { errorText } from "@baton/shared/base/error-text.ts";
import { watchPath } from "./watch-path.ts";

/** A small file with a number in it, read anew whenever it changes. */
export interface NumberFile {
  close(): void;
}

export interface NumberFileOptions {
  readonly path: string;
  /** Larger numbers count as this one, and as its negative; absent: 254, beyond which VRRP's priorities do not go. */
  readonly limit?: number;
  /** Null: there is no such file, or no number in it, with the reason. */
  readonly onNumber: (value: number | null, why: string) => void;
}

const MAX_BYTES = 32;
const PRIORITY_LIMIT = 254;

const readNumber = async (path: string, limit: number): Promise<{ value: number | null; why: string }> => {
  try {
    // A pipe in its place must not block.
    const file = await open(path, constants.O_RDONLY | constants.O_NONBLOCK);
    try {
      if (!(await file.stat()).isFile()) return { value: null, why: `${path} is no file` };
      const { buffer, bytesRead } = await file.read(Buffer.alloc(MAX_BYTES), 0, MAX_BYTES, 0);
      const text = /^\s*([+-]?\d+)\s*$/m.exec(buffer.toString("latin1", 0, bytesRead))?.[1];
      if (text === undefined) return { value: null, why: `${path} holds no number` };
      return { value: Math.max(-limit, Math.min(limit, Number(text))) + 0, why: "" };
    } finally {
      await file.close();
    }
  } catch (error) {
    return { value: null, why: errorText(error) };
  }
};

export const watchNumberFile = ({ path, limit = PRIORITY_LIMIT, onNumber }: NumberFileOptions): NumberFile => {
  let closed = false;
  const watched = watchPath(path, async () => {
    const { value, why } = await readNumber(path, limit);
    if (!closed) onNumber(value, why);
  });
  return {
    close: () => {
      closed = true;
      watched.close();
    },
  };
};

/** init_file: puts the number into a file that is missing, or always with `overwrite`. Never follows a link. */
export const writeNumberFile = async (path: string, value: number, overwrite: boolean): Promise<string | null> => {
  const when = overwrite ? constants.O_TRUNC : constants.O_EXCL;
  try {
    const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_NOFOLLOW | constants.O_NONBLOCK | when;
    const file = await open(path, flags, 0o644);
    await file.writeFile(`${value}\n`);
    await file.close();
    return null;
  } catch (error) {
    if (!overwrite && (error as NodeJS.ErrnoException).code === "EEXIST") return null;
    return errorText(error);
  }
};
