import type { Result } from "@baton/shared/base/result.ts";
import type { ConfigModel } from "@baton/shared/config/model.ts";
import type { FirewallSettings } from "@baton/shared/config/model-vrrp.ts";
import { DEFAULT_FIREWALL, emptyFirewall, firewallRules } from "../../core/vrrp/firewall-rules.ts";

/** Carries out a document of libnftables-json(5). */
export type RunFirewall = (commands: readonly unknown[]) => Promise<Result<void, string>>;

/** The rules of no_accept and use_vmac, there from the start to the end, and replaced when they change. */
export class Firewall {
  readonly #run: RunFirewall;
  readonly #log: (line: string) => void;
  #settings: FirewallSettings = DEFAULT_FIREWALL;
  #wanted: readonly unknown[] | null = null;
  /** As carried out last. */
  #set = "";
  #setIn: FirewallSettings = DEFAULT_FIREWALL;
  #working: Promise<void> = Promise.resolve();

  constructor(run: RunFirewall, log: (line: string) => void) {
    this.#run = run;
    this.#log = log;
  }

  plan({ globals, vrrpInstances }: ConfigModel): void {
    this.#settings = globals.firewall ?? DEFAULT_FIREWALL;
    this.#wanted = firewallRules(vrrpInstances, this.#settings);
  }

  /** Resolves when the kernel has what is wanted, or the reason why not has been told. */
  follow(): Promise<void> {
    const [wanted, settings] = [this.#wanted, this.#settings];
    this.#working = this.#working.then(() => this.#become(wanted, settings));
    return this.#working;
  }

  clear(): Promise<void> {
    this.#wanted = null;
    return this.follow();
  }

  async #become(wanted: readonly unknown[] | null, settings: FirewallSettings): Promise<void> {
    const text = wanted === null ? "" : JSON.stringify(wanted);
    if (text === this.#set) return;
    const before = this.#set !== "" && this.#setIn.table !== settings.table ? emptyFirewall(this.#setIn) : [];
    const done = await this.#run([...before, ...(wanted ?? emptyFirewall(this.#setIn))]);
    this.#set = text;
    this.#setIn = settings;
    if (done.ok) return;
    const missing =
      "traffic for the addresses is not dropped (no_accept), and a macvlan's group reports are not held back";
    this.#log(
      wanted === null ? `the firewall rules stay: ${done.error}` : `no firewall rules: ${done.error}; ${missing}`,
    );
  }
}
