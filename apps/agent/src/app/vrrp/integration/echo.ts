import { createSocket } from "node:dgram";

/** Run inside a namespace: answers every UDP datagram on port 7000 with itself. */
const socket = createSocket("udp4");
socket.on("message", (message, from) => socket.send(message, from.port, from.address, () => {}));
socket.bind(7000, () => process.send?.({ type: "ready" }));
process.on("disconnect", () => process.exit(0));
