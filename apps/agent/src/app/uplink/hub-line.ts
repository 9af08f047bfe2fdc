import { connectHub, type HubConnection, type HubHandlers } from "../../io/hub/hub-connection.ts";
import type { HubSettings } from "../../ports/settings.ts";
import type { ChildContext } from "../child.ts";
import { obtainKey } from "./obtain-key.ts";

interface LineDeps {
  readonly context: ChildContext;
  readonly hub: HubSettings;
  readonly handlers: HubHandlers;
  /** How enrolling goes, while the hub does not know us. */
  readonly enrolling: (detail: string) => void;
}

/** The one connection to the hub, made with a key that the hub knows. */
export class HubLine {
  readonly #deps: LineDeps;
  readonly #closed = new AbortController();
  #connection: HubConnection | null = null;
  /** Calls off the attempt under way. */
  #attempt = new AbortController();

  constructor(deps: LineDeps) {
    this.#deps = deps;
  }

  /** Null while there is none, which is so until the first key is known; it may be down. */
  get connection(): HubConnection | null {
    return this.#connection;
  }

  get isClosed(): boolean {
    return this.#closed.signal.aborted;
  }

  /** With a fresh socket; `refusal`: why the hub did not take our key, which asks for a fresh one. */
  async connect(refusal: string | null): Promise<void> {
    const { context, hub, handlers, enrolling } = this.#deps;
    this.#attempt.abort();
    this.#attempt = new AbortController();
    const signal = AbortSignal.any([this.#closed.signal, this.#attempt.signal]);
    const key = await obtainKey(context, hub, refusal, signal, enrolling);
    if (key && !signal.aborted) this.#connection = connectHub(hub.url, { node: key.node, key: key.key }, handlers);
  }

  hangUp(): void {
    this.#connection?.close();
    this.#connection = null;
  }

  /** For good. */
  close(): void {
    this.#closed.abort();
    this.#connection?.close();
  }
}
