import type { CommandResult } from "@baton/shared/contract/commands.ts";
import type { AgentEvent } from "@baton/shared/contract/events.ts";
import type { FactChange } from "@baton/shared/contract/facts.ts";
import type { Clock } from "../../ports/clock.ts";
import type { KernelLinks, KernelLinksOptions } from "../../ports/kernel-links.ts";
import type { OpenPacketLink } from "../../ports/packet-link.ts";
import type { HeardMaster } from "../../ports/process-channel.ts";
import type { FromHelper, ScriptHelper } from "../../ports/script-helper.ts";
import type { StepRecorder } from "../../ports/step-recorder.ts";
import type { RunFirewall } from "./firewall.ts";
import type { Settings } from "./macvlans.ts";

/** Everything outside that the VRRP process touches. */
export interface VrrpDeps {
  readonly clock: Clock;
  readonly openKernel: (options: KernelLinksOptions) => KernelLinks;
  readonly openLink: OpenPacketLink;
  /** Runs scripts and watches processes and files; a process of its own. */
  readonly openHelper: (onMessage: (message: FromHelper) => void) => ScriptHelper;
  /** Settings of the kernel, put back at the end. */
  readonly settings: Settings;
  readonly runFirewall: RunFirewall;
  /** Present when the machine's inputs are recorded. */
  readonly recorder?: StepRecorder;
  readonly log: (line: string) => void;
  readonly report: (changes: readonly FactChange[]) => void;
  /** Of these facts nothing but this changed. False: not possible now, they have to be reported whole. */
  readonly heard: (masters: readonly HeardMaster[]) => boolean;
  /** Logs the event's text as well. */
  readonly event: (event: AgentEvent) => void;
  readonly result: (result: CommandResult) => void;
}
