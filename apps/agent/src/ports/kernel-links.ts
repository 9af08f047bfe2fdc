import type { VirtualRule } from "@baton/shared/config/model-kernel.ts";
import type { VirtualRoute } from "@baton/shared/config/model-track.ts";
import type { AddressSpec, HeldAddress } from "../core/netlink/route-address.ts";
import type { Link } from "../core/netlink/route-link.ts";
import type { IpvlanSpec, MacvlanSpec } from "../core/netlink/route-macvlan.ts";

export interface AddressChange {
  readonly op: "add" | "remove";
  readonly interfaceIndex: number;
  readonly address: AddressSpec;
}

export interface RouteChange {
  readonly op: "add" | "remove";
  readonly route: VirtualRoute;
  /** The index of an interface that the route names; 0 when there is none of that name. */
  readonly indexOf: (name: string) => number;
}

export interface RuleChange {
  readonly op: "add" | "remove";
  readonly rule: VirtualRule;
}

export type LinkChange =
  | { readonly op: "add"; readonly macvlan: MacvlanSpec }
  | { readonly op: "add"; readonly ipvlan: IpvlanSpec }
  | { readonly op: "up" | "remove"; readonly interfaceIndex: number };

/** Adding what is there, and removing what is not, are no failures. */
export type AddressOutcome = "done" | "already" | { readonly failed: string };

export interface LinkTable {
  readonly links: readonly Link[];
  readonly addresses: readonly HeldAddress[];
}

/** The kernel's interfaces and addresses. Every promise settles, at the latest by its time limit. */
export interface KernelLinks {
  /** A table that says what the one before said is that one, the same object. */
  read(): Promise<LinkTable>;
  /** All in one message to the kernel, which has carried them out before this returns. */
  change(changes: readonly AddressChange[]): Promise<readonly AddressOutcome[]>;
  /** Routes, in the same way; sent after what was sent before. */
  changeRoutes(changes: readonly RouteChange[]): Promise<readonly AddressOutcome[]>;
  changeRules(changes: readonly RuleChange[]): Promise<readonly AddressOutcome[]>;
  changeLinks(changes: readonly LinkChange[]): Promise<readonly AddressOutcome[]>;
  close(): void;
}

export interface KernelLinksOptions {
  /** Interfaces or addresses changed, by whomever; read the table again. */
  readonly onChange: () => void;
  readonly onError: (sentence: string) => void;
}
