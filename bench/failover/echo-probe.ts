import raw from "raw-socket";

/**
 * Runs at the client's place: one ICMP echo to ARGV[2] every ARGV[3] milliseconds, until SIGTERM; then one JSON line:
 * how many were sent and answered, and the longest time between two answers. The first answer writes "ready".
 */
const [target = "", period = "2"] = process.argv.slice(2);
const periodMs = Number(period);
const identifier = process.pid & 0xffff;
const startedAt = performance.now();

let sent = 0;
let answered = 0;
let lastAnswerAt: number | null = null;
let longestGapMs = 0;

const socket = raw.createSocket({ protocol: raw.Protocol.ICMP });

const hear = (packet: Buffer): void => {
  const headerLength = ((packet[0] ?? 0) & 0x0f) * 4;
  const message = packet.subarray(headerLength);
  if (message.length < 8 || message[0] !== 0 || message.readUInt16BE(4) !== identifier) return;
  const now = performance.now();
  if (lastAnswerAt === null) process.stdout.write("ready\n");
  else longestGapMs = Math.max(longestGapMs, now - lastAnswerAt);
  lastAnswerAt = now;
  answered++;
};

const send = (): void => {
  const message = Buffer.alloc(8);
  message[0] = 8;
  message.writeUInt16BE(identifier, 4);
  message.writeUInt16BE(sent & 0xffff, 6);
  raw.writeChecksum(message, 2, raw.createChecksum(message));
  socket.send(message, 0, message.length, target, () => {});
  sent++;
};

/** Catches up after a late timer, so that the number of echoes is what the period says. */
const beat = (): void => {
  const due = Math.min(sent + 5, Math.floor((performance.now() - startedAt) / periodMs));
  while (sent < due) send();
};

socket.on("message", hear);
socket.on("error", () => {});
setInterval(beat, periodMs);
process.on("SIGTERM", () => {
  process.stdout.write(`${JSON.stringify({ sent, answered, longestGapMs })}\n`, () => process.exit(0));
});
