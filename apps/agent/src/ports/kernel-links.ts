import type { VirtualRoute } from "@baton/shared/config/model-track.ts";
import type { AddressSpec, HeldAddress } from "../core/netlink/route-address.ts";
import type { Link } from "../core/netlink/route-link.ts";

export interface AddressChange {
  readonly op: "add" | "remove";
  readonly interfaceIndex: number;
  readonly address: AddressSpec;
}

export interface RouteChange {
  readonly op: "add" | "remove";
  /** Null: the route names no interface. */
  readonly interfaceIndex: number | null;
  readonly route: VirtualRoute;
}

/** Adding what is there, and removing what is not, are no failures. */
export type AddressOutcome = "done" | "already" | { readonly failed: string };

export interface LinkTable {
  readonly links: readonly Link[];
  readonly addresses: readonly HeldAddress[];
}

/** The kernel's interfaces and addresses. Every promise settles, at the latest by its time limit. */
export interface KernelLinks {
  read(): Promise<LinkTable>;
  /** All in one message to the kernel, which has carried them out before this returns. */
  change(changes: readonly AddressChange[]): Promise<readonly AddressOutcome[]>;
  /** Routes, in the same way; sent after what was sent before. */
  changeRoutes(changes: readonly RouteChange[]): Promise<readonly AddressOutcome[]>;
  close(): void;
}

export interface KernelLinksOptions {
  /** Interfaces or addresses changed, by whomever; read the table again. */
  readonly onChange: () => void;
  readonly onError: (sentence: string) => void;
}
