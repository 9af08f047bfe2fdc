import { writeSync } from "node:fs";

/** Who reads has seen enough, as with `baton config check FILE | head`, which is no failure of ours. */
const isReaderGone = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "EPIPE";

/** A pipe that is full, and whose other end made it one that does not wait. */
const isFull = (error: unknown): boolean => error instanceof Error && "code" in error && error.code === "EAGAIN";

type Output = "stdout" | "stderr";

/** Outputs that were full once: what comes later must not overtake what their stream still holds. */
const slow = new Set<Output>();

/** By the stream, which waits by itself. */
const writeSlowly = (to: Output, bytes: Uint8Array): void => {
  const stream = process[to];
  if (!slow.has(to))
    stream.on("error", (error) => {
      if (!isReaderGone(error)) throw error;
      process.exit();
    });
  slow.add(to);
  stream.write(bytes);
};

/** Without a stream as long as it can be: to set one up takes longer than many a command runs. */
const write = (to: Output, text: string, encoding?: BufferEncoding): void => {
  const bytes = Buffer.from(text, encoding);
  let done = 0;
  try {
    while (done < bytes.length && !slow.has(to)) done += writeSync(to === "stdout" ? 1 : 2, bytes, done);
  } catch (error) {
    if (isReaderGone(error)) process.exit();
    if (!isFull(error)) throw error;
    writeSlowly(to, bytes.subarray(done));
    return;
  }
  if (done < bytes.length) writeSlowly(to, bytes);
};

/** To stdout as it is, without a line end. */
export const printText = (text: string, encoding: BufferEncoding): void => write("stdout", text, encoding);

/** What a person reads goes to stdout, what went wrong to stderr. */
export const print = (text: string): void => write("stdout", `${text}\n`);

export const complain = (text: string): void => write("stderr", `baton: ${text}\n`);

/** Makes an option repeatable: `--vip A --vip B`. */
export const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
];

export const DEFAULT_STATE_DIR = "/var/lib/baton";
