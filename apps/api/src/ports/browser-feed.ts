import type { Drill } from "@baton/shared/contract/http/drills.ts";
import type { StoredEvent } from "@baton/shared/contract/http/events.ts";
import type { NodeView } from "@baton/shared/contract/hub-browser.ts";
import type { Delta } from "@baton/shared/contract/picture.ts";

/** Changes told to every browser, in the order they are made here. */
export interface BrowserFeed {
  readonly node: (node: NodeView) => void;
  readonly delta: (node: string, delta: Delta) => void;
  readonly event: (event: StoredEvent) => void;
  readonly drill: (drill: Drill) => void;
}
