/** One browser's connection, as the hub sees it. */
export interface HubSide {
  readonly emit: (name: string, message: unknown) => void;
  readonly on: (name: string, take: () => void) => void;
}

export interface SocketHub {
  readonly url: string;
  /** The hub itself ends every session. */
  readonly kick: () => void;
  /** The line breaks; the hub would have gone on. */
  readonly cut: () => void;
  readonly close: () => Promise<void>;
}

/** A real socket.io server on loopback that stands for the hub's namespace /ui. */
export function startSocketHub(options: {
  readonly accept: () => boolean;
  readonly onConnect: (socket: HubSide) => void;
}): Promise<SocketHub>;
