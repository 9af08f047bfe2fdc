import type { HubPicture } from "@baton/shared/contract/hub-browser.ts";
import { fullBucket, type Rate, take } from "../domain/access/token-bucket.ts";
import type { Counters } from "../domain/diagnostics/counters.ts";
import { viewOf } from "../domain/fleet/state.ts";
import type { BrowserFeed } from "../ports/browser-feed.ts";
import type { Clock } from "../ports/clock.ts";
import type { Log } from "../ports/log.ts";
import type { Access } from "../usecases/access.ts";
import type { DrillDesk } from "../usecases/drill-desk.ts";
import type { FleetDesk } from "../usecases/fleet-desk.ts";
import { cookieIn } from "./cookies.ts";
import type { BrowserNamespace, RealtimeServer } from "./socket-types.ts";

export interface UiNamespaceDeps {
  readonly access: Access;
  readonly fleet: FleetDesk;
  readonly drills: DrillDesk;
  readonly counters: Counters;
  readonly clock: Clock;
  readonly log: Log;
  readonly cookieName: string;
}

/** A picture is the dearest thing a browser can ask for. */
const RESYNC_RATE: Rate = { capacity: 10, perSecond: 1 };

const sessionRoom = (digest: string): string => `session ${digest}`;

const pictureNow = ({ fleet, drills, clock }: UiNamespaceDeps): HubPicture => ({
  hubTime: clock.now(),
  nodes: [...fleet.fleet().values()].map(viewOf),
  drill: drills.current(),
});

/** Namespace /ui: the picture, then changes, for browsers with a session. A connection ends with its session. */
export const openUiNamespace = (server: RealtimeServer, deps: UiNamespaceDeps): void => {
  const namespace: BrowserNamespace = server.of("/ui");

  namespace.use((socket, next) => {
    const token = cookieIn(socket.handshake.headers.cookie, deps.cookieName);
    const refuse = (code: string) => {
      deps.counters.count(`ui.${code}`);
      next(new Error(code));
    };
    if (token === null) return refuse("session-missing");
    deps.access.sessionOf(token).then(
      (session) => {
        if (!session) return refuse("session-missing");
        socket.data = { digest: session.digest, expiresAt: session.expiresAt };
        next();
      },
      (cause: unknown) => {
        deps.log.error("a session could not be looked up", { cause: String(cause) });
        refuse("session-unavailable");
      },
    );
  });

  namespace.on("connection", (socket) => {
    const { digest, expiresAt } = socket.data;
    void socket.join(sessionRoom(digest));
    const cancel = deps.clock.wakeAt(expiresAt, () => socket.disconnect(true));
    let bucket = fullBucket(RESYNC_RATE, deps.clock.now());
    socket.on("resync", () => {
      const drawn = take(bucket, RESYNC_RATE, deps.clock.now());
      bucket = drawn.bucket;
      if (drawn.taken) socket.emit("picture", pictureNow(deps));
      else deps.counters.count("ui.too-many-resyncs");
    });
    socket.on("disconnect", cancel);
    socket.emit("picture", pictureNow(deps));
  });
};

export const browserFeed = (server: RealtimeServer): BrowserFeed => {
  const namespace: BrowserNamespace = server.of("/ui");
  return {
    node: (node) => namespace.emit("node", node),
    delta: (node, delta) => namespace.emit("delta", { node, delta: { ...delta, changes: [...delta.changes] } }),
    event: (event) => namespace.emit("event", event),
    drill: (drill) => namespace.emit("drill", drill),
  };
};

/** After a log-out its browser windows are let go of at once. */
export const endSessionSockets = (server: RealtimeServer, digest: string): void => {
  server.of("/ui").in(sessionRoom(digest)).disconnectSockets(true);
};
