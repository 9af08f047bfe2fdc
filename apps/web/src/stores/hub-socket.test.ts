import { afterEach, expect, test, vi } from "vitest";
import { connectHub, type HubConnection, type HubSignal } from "./hub-socket.ts";
// biome-ignore lint/correctness/useImportExtensions: plain JavaScript with its types beside it, since it needs Node
import { type HubSide, type SocketHub, startSocketHub } from "./testing/socket-hub.mjs";

const open: { hub: SocketHub | null; connection: HubConnection | null } = { hub: null, connection: null };

afterEach(async () => {
  open.connection?.close();
  await open.hub?.close();
  vi.unstubAllGlobals();
});

const PICTURE = { hubTime: 5, nodes: [], drill: null };

/** A page of this hub, connected: what it heard, and the hub's ends of its connections in order. */
const connect = async (accept: () => boolean = () => true) => {
  const sockets: HubSide[] = [];
  const signals: HubSignal[] = [];
  const refused = vi.fn();
  const hub = await startSocketHub({
    accept,
    onConnect: (socket) => {
      sockets.push(socket);
      socket.emit("picture", PICTURE);
    },
  });
  open.hub = hub;
  vi.stubGlobal("location", new URL(hub.url));
  open.connection = connectHub((signal) => signals.push(signal), refused);
  const heard = () => signals.map(({ type }) => type);
  return { hub, sockets, signals, heard, refused, connection: open.connection };
};

const soon = { timeout: 15_000, interval: 20 };

test("what the hub says becomes signals, in order", async () => {
  const { sockets, signals, heard } = await connect();
  await vi.waitFor(() => expect(heard()).toEqual(["picture"]), soon);
  const delta = { node: "lvs1", delta: { seq: 2, changes: [] } };
  sockets[0]?.emit("delta", delta);
  await vi.waitFor(() => expect(heard()).toEqual(["picture", "delta"]), soon);
  expect(signals).toEqual([
    { type: "picture", picture: PICTURE },
    { type: "delta", ...delta },
  ]);
});

test("a message that is not in the contract is counted, not believed", async () => {
  const { sockets, heard } = await connect();
  await vi.waitFor(() => expect(heard()).toEqual(["picture"]), soon);
  sockets[0]?.emit("picture", { hubTime: "now" });
  sockets[0]?.emit("event", null);
  await vi.waitFor(() => expect(heard()).toEqual(["picture", "malformed", "malformed"]), soon);
});

test("a broken line is said to be lost, and comes back by itself", async () => {
  const { hub, heard, refused } = await connect();
  await vi.waitFor(() => expect(heard()).toEqual(["picture"]), soon);
  hub.cut();
  await vi.waitFor(() => expect(heard()).toEqual(["picture", "lost", "picture"]), soon);
  expect(refused).not.toHaveBeenCalled();
});

test("a hub that ends the session is asked again, and the page is told to look at its log-in", async () => {
  const { hub, heard, refused } = await connect();
  await vi.waitFor(() => expect(heard()).toEqual(["picture"]), soon);
  hub.kick();
  await vi.waitFor(() => expect(heard()).toEqual(["picture", "lost", "picture"]), soon);
  expect(refused).toHaveBeenCalledTimes(1);
});

test("a hub that does not accept the session is tried again until it does", async () => {
  let accepted = false;
  const { heard, refused } = await connect(() => accepted);
  await vi.waitFor(() => expect(refused).toHaveBeenCalled(), soon);
  expect(heard()).toContain("lost");
  expect(heard()).not.toContain("picture");
  accepted = true;
  await vi.waitFor(() => expect(heard()).toContain("picture"), soon);
});

test("a resync reaches the hub, and after closing nothing is heard any more", async () => {
  const { hub, sockets, heard, connection } = await connect();
  await vi.waitFor(() => expect(heard()).toEqual(["picture"]), soon);
  const asked = vi.fn();
  sockets[0]?.on("resync", asked);
  connection.resync();
  await vi.waitFor(() => expect(asked).toHaveBeenCalledTimes(1), soon);
  const gone = vi.fn();
  sockets[0]?.on("disconnect", gone);
  connection.close();
  await vi.waitFor(() => expect(gone).toHaveBeenCalledTimes(1), soon);
  hub.cut();
  expect(heard()).toEqual(["picture"]);
});
