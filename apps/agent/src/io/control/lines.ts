import type { Socket } from "node:net";

/** One message is one line; a longer one ends the connection. */
export const MAX_LINE_BYTES = 64 * 1024;

/** Calls `onLine` for each complete line, and `onTooLong` once when a line does not end in `limit` bytes. */
export const readLines = (
  socket: Socket,
  limit: number,
  onLine: (line: string) => void,
  onTooLong: () => void,
): void => {
  let rest = "";
  socket.setEncoding("utf8");
  socket.on("data", (text: string) => {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    for (const line of lines) onLine(line);
    if (rest.length <= limit) return;
    rest = "";
    onTooLong();
  });
};
