import { createSocket } from "node:dgram";

/**
 * Run inside a namespace: asks the VIP's echo every millisecond. On any message from the parent it answers with the
 * longest outage since the last message: from the first request of a row without answers to the next one with an
 * answer, milliseconds. A request that is answered late is answered, so a busy machine alone makes no outage.
 */
const GRACE_MS = 500;
const [address = ""] = process.argv.slice(2);
const socket = createSocket({ type: "udp4", recvBufferSize: 1 << 20 });
let requests: { readonly at: number; answered: boolean }[] = [];
let first = 0;

socket.on("message", (message) => {
  const request = requests[message.readUInt32BE(0) - first];
  if (request) request.answered = true;
});
socket.on("error", () => {});

const ask = (): void => {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(first + requests.length);
  requests.push({ at: performance.now(), answered: false });
  socket.send(number, 7000, address, () => {});
};

const longestOutage = (): number => {
  let longest = 0;
  let began: number | null = null;
  for (const { at, answered } of requests) {
    if (!answered) began ??= at;
    if (began !== null) longest = Math.max(longest, at - began);
    if (answered) began = null;
  }
  return longest;
};

let timer = setInterval(ask, 1);
process.on("message", () => {
  clearInterval(timer);
  setTimeout(() => {
    process.send?.({ longest: longestOutage() });
    first += requests.length;
    requests = [];
    timer = setInterval(ask, 1);
  }, GRACE_MS);
});
process.on("disconnect", () => process.exit(0));
