/** What the host tells the guest's exec server, in a file of mode 0600 on the share. */
export interface GuestSettings {
  readonly token: string;
  readonly port: number;
  /** The guest listens on `listen` towards QEMU and connects to 127.0.0.1:`target`. */
  readonly forward: readonly { readonly listen: number; readonly target: number }[];
}

/** Throws an Error that says what is wrong; the guest shows it on its console. */
export const parseGuestSettings = (text: string): GuestSettings => {
  const value: unknown = JSON.parse(text);
  if (typeof value !== "object" || value === null) throw new Error("guest settings: not an object");
  const { token, port, forward } = value as Record<string, unknown>;
  if (typeof token !== "string" || token.length < 32) throw new Error("guest settings: the token is missing or short");
  if (!isPort(port)) throw new Error("guest settings: port");
  if (!Array.isArray(forward)) throw new Error("guest settings: forward");
  return { token, port, forward: forward.map(parseForward) };
};

const parseForward = (value: unknown): { listen: number; target: number } => {
  const { listen, target } = (value ?? {}) as Record<string, unknown>;
  if (!isPort(listen) || !isPort(target)) throw new Error("guest settings: a forwarded port");
  return { listen, target };
};

const isPort = (value: unknown): value is number =>
  Number.isInteger(value) && Number(value) > 0 && Number(value) < 65_536;
