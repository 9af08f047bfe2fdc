import { readFileSync } from "node:fs";
import raw from "raw-socket";

/** Runs at the client's place: a line for every VRRP advert on the interface of ARGV[2]. */
const VRRP = 112;
const SOL_SOCKET = 1;
const SO_BINDTODEVICE = 25;
const IP_ADD_MEMBERSHIP = 35;

const socket = raw.createSocket({ protocol: VRRP });
const device = Buffer.from(`${process.argv[2] ?? ""}\0`);
socket.setOption(SOL_SOCKET, SO_BINDTODEVICE, device, device.length);
// struct ip_mreqn: group, any local address, the interface.
const index = Number(readFileSync(`/sys/class/net/${process.argv[2] ?? ""}/ifindex`, "utf8"));
const group = Buffer.concat([Buffer.of(224, 0, 0, 18, 0, 0, 0, 0), new Uint8Array(Int32Array.of(index).buffer)]);
socket.setOption(0, IP_ADD_MEMBERSHIP, group, group.length);
socket.on("message", () => process.stdout.write("advert\n"));
socket.on("error", (error) => {
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
});
// Named again, the socket is not collected.
process.on("SIGTERM", () => socket.close());
