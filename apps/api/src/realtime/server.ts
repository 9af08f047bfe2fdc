import type { Server as HttpServer } from "node:http";
import { Server } from "socket.io";
import { isOwnOrigin } from "../domain/access/origin.ts";
import type { RealtimeServer } from "./socket-types.ts";

/** Bytes of one message. A snapshot of a thousand real servers is about half a megabyte. */
export const MAX_MESSAGE_BYTES = 4_000_000;

/** How long a connection may take to say which namespace it is for. */
const CONNECT_TIMEOUT_MS = 10_000;

export const newRealtimeServer = (http: HttpServer, publicUrl: string | null): RealtimeServer =>
  new Server(http, {
    serveClient: false,
    maxHttpBufferSize: MAX_MESSAGE_BYTES,
    connectTimeout: CONNECT_TIMEOUT_MS,
    pingInterval: 5_000,
    // Freshness is judged by the facts' leases, not by this; a host that is only busy keeps its connection.
    pingTimeout: 20_000,
    allowRequest: (request, decide) => {
      const { origin, host } = request.headers;
      const own = isOwnOrigin(origin, host, publicUrl);
      decide(own ? null : "origin-refused", own);
    },
  });
