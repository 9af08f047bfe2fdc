import raw from "raw-socket";
import { openAdvertEar } from "./advert-ear.ts";
import { durationOf, longestOutage, longestPause, type Request, sinceLastAdvert } from "./outage.ts";

/**
 * Runs at the client's place: one ICMP echo to ARGV[2] every ARGV[3] milliseconds, until SIGTERM; then one JSON line:
 * how many were sent and answered, the longest outage, how long before its end its master was last heard, and the longest
 * time in which nothing was asked. The first answer writes "ready", every advert on the interface of ARGV[4] "advert".
 */
const [target = "", period = "2", device = ""] = process.argv.slice(2);
const periodMs = Number(period);
const identifier = process.pid & 0xffff;
const startedAt = performance.now();
/** An answer may still come this long after the last request. */
const GRACE_MS = 100;
/** The sequence number has 16 bits; that many requests are two minutes. */
const MAX_REQUESTS = 0x10000;

const requests: Request[] = [];
let ready = false;

const ear = openAdvertEar(device, () => {
  if (ready) process.stdout.write("advert\n");
});
const socket = raw.createSocket({ protocol: raw.Protocol.ICMP });

const hear = (packet: Buffer): void => {
  const headerLength = ((packet[0] ?? 0) & 0x0f) * 4;
  const message = packet.subarray(headerLength);
  if (message.length < 8 || message[0] !== 0 || message.readUInt16BE(4) !== identifier) return;
  const request = requests[message.readUInt16BE(6)];
  if (request) request.answered = true;
  if (!ready) process.stdout.write("ready\n");
  ready = true;
};

const send = (): void => {
  const message = Buffer.alloc(8);
  message[0] = 8;
  message.writeUInt16BE(identifier, 4);
  message.writeUInt16BE(requests.length, 6);
  raw.writeChecksum(message, 2, raw.createChecksum(message));
  requests.push({ at: performance.now(), answered: false });
  socket.send(message, 0, message.length, target, () => {});
};

/** Catches up after a late timer, so that the number of echoes is what the period says. */
const beat = (): void => {
  const due = Math.min(requests.length + 5, Math.floor((performance.now() - startedAt) / periodMs), MAX_REQUESTS);
  while (requests.length < due) send();
};

const report = (): void => {
  const answered = requests.filter((request) => request.answered).length;
  const outage = longestOutage(requests);
  const text = JSON.stringify({
    sent: requests.length,
    answered,
    longestGapMs: durationOf(outage),
    sinceAdvertMs: outage === null ? null : sinceLastAdvert(outage, ear.adverts),
    longestPauseMs: longestPause(requests),
  });
  process.stdout.write(`${text}\n`, () => process.exit(0));
};

socket.on("message", hear);
socket.on("error", () => {});
const timer = setInterval(beat, periodMs);
process.on("SIGTERM", () => {
  clearInterval(timer);
  ear.close();
  setTimeout(report, GRACE_MS);
});
