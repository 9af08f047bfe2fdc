import { createServer } from "node:http";
import { createRequire } from "node:module";

// The hub's own copy of the server: the page does not depend on it.
const { Server } = createRequire(`${import.meta.dirname}/../../../../api/package.json`)("socket.io");

/** @type {import("./socket-hub.d.mts").startSocketHub} */
export const startSocketHub = async ({ accept, onConnect }) => {
  const http = createServer();
  const io = new Server(http, { serveClient: false });
  const ui = io.of("/ui");
  ui.use((_, next) => (accept() ? next() : next(new Error("session.missing"))));
  ui.on("connection", onConnect);
  await new Promise((resolve) => http.listen(0, "127.0.0.1", resolve));
  return {
    url: `http://127.0.0.1:${http.address().port}`,
    kick: () => ui.disconnectSockets(),
    cut: () => {
      for (const socket of ui.sockets.values()) socket.conn.close();
    },
    close: () => io.close(),
  };
};
