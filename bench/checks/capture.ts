import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFile } from "node:fs/promises";
import { env, need } from "@baton/e2e/vm/debian.ts";

/** When the first packet of each connection left, by the kernel's clock, as tcpdump writes it down. */
export interface Capture {
  /** Ends the capture; milliseconds by destination address. */
  finish(): Promise<ReadonlyMap<string, readonly number[]>>;
}

/** pcap, little endian: a header of 24 bytes, then records of seconds, microseconds, captured and whole length. */
const FILE_HEADER = 24;
const RECORD_HEADER = 16;
/** Ethernet's 14 bytes, then the destination at 16 of IPv4's header. */
const DESTINATION = 14 + 16;
const SYN_ONLY = "ip and tcp[tcpflags] & (tcp-syn|tcp-ack) == tcp-syn";

const readTimes = (pcap: Buffer): ReadonlyMap<string, readonly number[]> => {
  const times = new Map<string, number[]>();
  for (let at = FILE_HEADER; at + RECORD_HEADER <= pcap.length; ) {
    const ms = pcap.readUInt32LE(at) * 1000 + pcap.readUInt32LE(at + 4) / 1000;
    const address = pcap.subarray(at + RECORD_HEADER + DESTINATION, at + RECORD_HEADER + DESTINATION + 4).join(".");
    const known = times.get(address);
    if (known) known.push(ms);
    else times.set(address, [ms]);
    at += RECORD_HEADER + pcap.readUInt32LE(at + 8);
  }
  return times;
};

export const startCapture = async (file: string): Promise<Capture> => {
  const args = ["-Z", "root", "-i", "lo", "-n", "-p", "-s", "64", "-B", "65536", "-w", file, SYN_ONLY];
  const child = spawn(need("tcpdump"), args, { env: env(), stdio: ["ignore", "ignore", "pipe"] });
  const exited = once(child, "exit");
  let said = "";
  await new Promise<void>((resolve, reject) => {
    child.once("error", reject);
    child.once("exit", () => reject(new Error(`tcpdump: ${said}`)));
    child.stderr.setEncoding("utf8").on("data", (text: string) => {
      said += text;
      if (said.includes("listening on")) resolve();
    });
  });
  return {
    finish: async () => {
      child.kill("SIGINT");
      await exited;
      const [, dropped = "0"] = /(\d+) packets dropped by kernel/.exec(said) ?? [];
      if (dropped !== "0") process.stderr.write(`tcpdump missed ${dropped} packets\n`);
      return readTimes(await readFile(file));
    },
  };
};
