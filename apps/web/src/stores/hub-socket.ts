import { drillSchema } from "@baton/shared/contract/http/drills.ts";
import { storedEventSchema } from "@baton/shared/contract/http/events.ts";
import {
  type BrowserToHub,
  type HubToBrowser,
  nodeDeltaSchema,
  nodeSchema,
  pictureSchema,
} from "@baton/shared/contract/hub-browser.ts";
import { io, type Socket } from "socket.io-client";
import type * as z from "zod";
import type { LiveEvent } from "./live-state.ts";

/** What comes from the hub. */
export type HubSignal = Exclude<LiveEvent, { type: "clocks-parted" }>;

export interface HubConnection {
  readonly resync: () => void;
  readonly close: () => void;
}

const RETRY_MS = 2000;

/**
 * Opens namespace /ui of the hub that served this page and turns what it says into signals. A message that is
 * not what the contract says becomes `malformed`. `onRefused`: the hub does not accept this session any more.
 */
export const connectHub = (onSignal: (signal: HubSignal) => void, onRefused: () => void): HubConnection => {
  const socket: Socket<HubToBrowser, BrowserToHub> = io("/ui", {
    transports: ["websocket", "polling"],
    reconnectionDelay: 300,
    reconnectionDelayMax: RETRY_MS,
    timeout: 5000,
  });
  let retry: ReturnType<typeof setTimeout> | null = null;

  /** Socket.io comes back by itself from a broken line, but not when the hub itself said no. */
  const comeBack = (): void => {
    if (socket.active) return;
    onRefused();
    if (retry !== null) clearTimeout(retry);
    retry = setTimeout(() => socket.connect(), RETRY_MS);
  };

  listen(socket, onSignal);
  socket.on("disconnect", () => {
    onSignal({ type: "lost" });
    comeBack();
  });
  socket.on("connect_error", () => {
    onSignal({ type: "lost" });
    comeBack();
  });

  return {
    resync: () => socket.emit("resync"),
    close: () => {
      if (retry !== null) clearTimeout(retry);
      socket.removeAllListeners();
      socket.disconnect();
    },
  };
};

const listen = (socket: Socket<HubToBrowser, BrowserToHub>, onSignal: (signal: HubSignal) => void): void => {
  const parsed =
    <T>(schema: z.ZodType<T>, make: (message: T) => HubSignal) =>
    (message: unknown): void => {
      const result = schema.safeParse(message);
      onSignal(result.success ? make(result.data) : { type: "malformed" });
    };
  socket.on(
    "picture",
    parsed(pictureSchema, (picture) => ({ type: "picture", picture })),
  );
  socket.on(
    "node",
    parsed(nodeSchema, (node) => ({ type: "node", node })),
  );
  socket.on(
    "delta",
    parsed(nodeDeltaSchema, ({ node, delta }) => ({ type: "delta", node, delta })),
  );
  socket.on(
    "event",
    parsed(storedEventSchema, (event) => ({ type: "event", event })),
  );
  socket.on(
    "drill",
    parsed(drillSchema, (drill) => ({ type: "drill", drill })),
  );
};
