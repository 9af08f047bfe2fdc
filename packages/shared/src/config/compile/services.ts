import { BoundEntry } from "../bind.ts";
import type { VirtualServer } from "../model.ts";
import { type Complaints, entriesOf, entryOf } from "./reader.ts";
import { compileVirtualServer } from "./virtual-server.ts";

/** A virtual server, and what of its entry is still needed. */
export interface ReadServer {
  readonly entry: BoundEntry;
  readonly server: VirtualServer;
}

export interface ServiceReader {
  /** Compiles a virtual server; answers with what of the entry is still needed then. */
  readonly take: (entry: BoundEntry) => BoundEntry;
  /** The virtual server that was taken last; null when another entry was, or it had to wait or has no meaning. */
  readonly latest: () => ReadServer | null;
  /** Takes one whose meaning is known. */
  readonly recall: (server: VirtualServer) => void;
  /** All virtual servers in the order of the file; `compileLate` does those that had to wait. */
  readonly finish: (compileLate: (entry: BoundEntry) => VirtualServer | null) => readonly VirtualServer[];
}

/**
 * Virtual servers get their meaning as they are read, so that of a file with thousands only the meaning stays in
 * memory. One that names something, which may stand further down, waits until everything has been read.
 */
export const createServiceReader = (
  say: Complaints,
  onServer: (server: VirtualServer) => void = () => {},
): ServiceReader => {
  const found: (VirtualServer | BoundEntry | null)[] = [];
  let latest: ReadServer | null = null;
  return {
    take: (entry) => {
      latest = null;
      if (entry.spec.name !== "virtual_server") return entry;
      if (namesOthers(entry)) {
        found.push(entry);
        return entry;
      }
      const server = compileVirtualServer(entry, say);
      found.push(server);
      const rest = withoutBlock(entry);
      if (!server) return rest;
      latest = { entry: rest, server };
      onServer(server);
      return rest;
    },
    latest: () => latest,
    recall: (server) => void found.push(server),
    finish: (compileLate) =>
      found.flatMap((each) => (each !== null && "spec" in each ? compileLate(each) : each) ?? []),
  };
};

const withoutBlock = ({ spec, keyword, statement: { words }, value }: BoundEntry): BoundEntry =>
  new BoundEntry(spec, keyword, { words, block: null }, value, null);

/** Checks that follow something defined elsewhere in the file. */
const FOLLOWERS = ["FILE_CHECK", "BFD_CHECK"];

const namesOthers = ({ args, block }: BoundEntry): boolean =>
  args[0]?.value === "group" ||
  entriesOf(block, "real_server").some((server) => FOLLOWERS.some((name) => entryOf(server.block, name) !== null));
