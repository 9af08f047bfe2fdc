import { fromSeconds, type Millis, toSeconds } from "../../base/duration.ts";
import { familyOf } from "../../net/ip-address.ts";
import { statementRange } from "../ast.ts";
import type { BoundBlock, BoundEntry } from "../bind.ts";
import type { VrrpInstance } from "../model.ts";
import { addressesOf, interfaceName } from "./addresses.ts";
import { compilePath } from "./advert-path.ts";
import { compileBehaviour } from "./behaviour.ts";
import { compileExtraGarp } from "./extra-garp.ts";
import { compileGarp } from "./garp.ts";
import { compileNotify } from "./notify.ts";
import { type Complaints, entryOf, numberOf, stringOf } from "./reader.ts";
import { compileReceiveBuffer } from "./receive-buffer.ts";
import { compileRoutes } from "./routes.ts";
import { compileRules, type Preferences } from "./rules.ts";
import { DEFAULT_INTERFACE } from "./statics.ts";
import { isStrict, makeStrict } from "./strict.ts";
import { compileTrackInterface } from "./track-interface.ts";
import { compileTrackItems, type Trackers } from "./track-items.ts";
import type { VmacNames } from "./vmac.ts";
import { compileVrf } from "./vrf.ts";
import { compileWire } from "./wire.ts";

/** VRRPv2 carries 8 bytes of password (RFC 2338 section 5.3.10). */
const PASSWORD_BYTES = 8;
/** The 12-bit interval of VRRPv3 (RFC 5798 section 5.2.7), in seconds. */
const MAX_V3_INTERVAL = 40.95;

/** What is handed out across the whole file. */
export interface Numbering {
  readonly preferences: Preferences;
  readonly vmacNames: VmacNames;
}

interface Identity {
  readonly name: string;
  readonly block: BoundBlock;
  /** The interface, or the device of the VRF. */
  readonly device: string;
  readonly inVrf: boolean;
  readonly virtualRouterId: number;
}

const identityOf = (entry: BoundEntry, say: Complaints): Identity | null => {
  const { block } = entry;
  const name = typeof entry.value === "string" ? entry.value : null;
  if (!block || name === null) return null;
  const interfaceEntry = entryOf(block, "interface");
  const vrf = compileVrf(block, say);
  const device = interfaceEntry?.args[0] ? interfaceName(interfaceEntry.args[0], say) : vrf;
  const virtualRouterId = numberOf(block, "virtual_router_id");
  if (!interfaceEntry && !entryOf(block, "vrf"))
    say.error(entry.keyword, "config.missing-keyword", `vrrp_instance ${name} has no 'interface'`);
  if (!entryOf(block, "virtual_router_id"))
    say.error(
      entry.keyword,
      "config.missing-keyword",
      `vrrp_instance ${name} has no 'virtual_router_id'`,
      "a number from 1 to 255, the same on both directors",
    );
  if (device === null || virtualRouterId === null) return null;
  return { name, block, device, inVrf: vrf !== null, virtualRouterId };
};

/** Null when something that cannot be guessed is missing; that has been reported then. */
export const compileInstance = (
  entry: BoundEntry,
  globals: BoundBlock | null,
  trackers: Trackers,
  { preferences, vmacNames }: Numbering,
  say: Complaints,
): VrrpInstance | null => {
  const identity = identityOf(entry, say);
  if (!identity) return null;
  const { name, block, device, inVrf, virtualRouterId } = identity;
  // A VRF's device carries no addresses.
  const usual = inVrf ? (stringOf(globals, "default_interface") ?? DEFAULT_INTERFACE) : device;
  const listed = {
    virtualAddresses: addressesOf(block, "virtual_ipaddress", usual, say),
    excludedAddresses: addressesOf(block, "virtual_ipaddress_excluded", usual, say),
  };
  const { family, path } = compilePath({ block, globals, device, virtualRouterId, names: vmacNames, say }, listed);
  const { virtualAddresses } = path;
  const version = versionOf(block, globals, virtualAddresses.length > 0 && family === "inet6");
  sayAddressProblems(entry, virtualAddresses, version, say);
  const authentication = compileAuthentication(block, version, say);
  const routes = compileRoutes(block, "virtual_routes", say);
  const rules = compileRules(block, "virtual_rules", preferences, say);
  const instance: VrrpInstance = {
    name,
    range: statementRange(entry.statement),
    interface: device,
    virtualRouterId,
    version,
    ...compileElection(entry, block, authentication, say),
    advertInterval: advertInterval(block, version, say),
    downTimerAdverts: numberOf(block, "down_timer_adverts") ?? numberOf(globals, "vrrp_down_timer_adverts") ?? 3,
    authentication,
    ...path,
    ...(inVrf ? { inVrf: true as const } : {}),
    garp: compileGarp(globals, block),
    ...compileTrackInterface(block, device, say),
    ...compileWire(globals, block),
    ...compileBehaviour(globals, block),
    ...compileTrackItems(block, trackers, say),
    ...compileNotify(block, say),
    ...(routes.length > 0 ? { routes } : {}),
    ...(rules.length > 0 ? { rules } : {}),
  };
  const settled = isStrict(globals, block) ? makeStrict(entry, instance, say) : instance;
  return {
    ...settled,
    garp: { ...settled.garp, ...compileExtraGarp(globals, block, settled, say) },
    ...compileReceiveBuffer(globals, block, settled, family === "inet6"),
  };
};

/** IPv6 always runs version 3. */
const versionOf = (block: BoundBlock, globals: BoundBlock | null, inet6: boolean): 2 | 3 => {
  const text = stringOf(block, "version") ?? stringOf(globals, "vrrp_version") ?? "2";
  return inet6 || text === "3" ? 3 : 2;
};

const sayAddressProblems = (
  entry: BoundEntry,
  addresses: VrrpInstance["virtualAddresses"],
  version: 2 | 3,
  say: Complaints,
): void => {
  const { block } = entry;
  const lines = entriesWithLines(block);
  if (addresses.length === 0 && lines === 0 && !entryOf(block, "no_virtual_ipaddress")) {
    const message = "this instance has no virtual_ipaddress";
    if (version === 3) say.error(entry.keyword, "config.no-address", message);
    else say.warning(entry.keyword, "config.no-address", message);
  }
  const families = new Set(addresses.map(({ address }) => familyOf(address)));
  if (families.size > 1)
    say.error(
      entry.keyword,
      "config.mixed-families",
      "virtual_ipaddress mixes IPv4 and IPv6",
      "move one kind to virtual_ipaddress_excluded or to an instance of its own",
    );
  if (addresses.length > 255)
    say.error(
      entry.keyword,
      "config.too-many-addresses",
      `an advert has room for 255 addresses, not ${addresses.length}`,
      "move the rest to virtual_ipaddress_excluded",
    );
};

const entriesWithLines = (block: BoundBlock | null): number =>
  entryOf(block, "virtual_ipaddress")?.block?.lines.length ?? 0;

type Election = Pick<VrrpInstance, "initialState" | "priority" | "preempt" | "preemptDelay">;

/** Defaults as keepalived has them: no priority means 255 with state MASTER, else 100; no state means MASTER only with 255. */
const compileElection = (
  entry: BoundEntry,
  block: BoundBlock,
  authentication: VrrpInstance["authentication"],
  say: Complaints,
): Election => {
  const state = stringOf(block, "state");
  const given = numberOf(block, "priority");
  const priority = given ?? (state === "MASTER" ? 255 : 100);
  const initialState = state === "MASTER" || (state === null && priority === 255) ? "MASTER" : "BACKUP";
  if (state === "MASTER" && !entryOf(block, "priority"))
    say.warning(
      entry.keyword,
      "config.accidental-owner",
      "state MASTER without a priority makes this director the address owner (priority 255): it takes over at once, always",
      "write a priority, such as 100",
    );
  const nopreempt = entryOf(block, "nopreempt");
  const preemptDelay = numberOf(block, "preempt_delay") ?? 0;
  if (nopreempt && entryOf(block, "preempt"))
    say.warning(
      nopreempt.keyword,
      "config.contradiction",
      "both 'preempt' and 'nopreempt' are given; the later one counts",
    );
  const later = block.entries.findLast(({ spec }) => spec.name === "nopreempt" || spec.name === "preempt");
  const wantsNoPreempt = later?.spec.name === "nopreempt";
  // keepalived clears both in these cases; so does this, and says so.
  const canWait = priority !== 255 && initialState !== "MASTER";
  const reason = priority === 255 ? "priority 255" : "state MASTER";
  const delayEntry = entryOf(block, "preempt_delay");
  if (!canWait && wantsNoPreempt && nopreempt) sayCleared(nopreempt, reason, say);
  if (!canWait && preemptDelay > 0 && delayEntry) sayCleared(delayEntry, reason, say);
  const stateEntry = entryOf(block, "state");
  // It has to hear the sequence numbers first.
  const mustListen = authentication?.type === "AH" && priority !== 255;
  if (mustListen && stateEntry && initialState === "MASTER")
    say.warning(
      stateEntry.keyword,
      "config.contradiction",
      "'state MASTER' has no effect together with auth_type AH, in keepalived too",
      "write 'state BACKUP' on both directors",
    );
  return {
    initialState: mustListen ? "BACKUP" : initialState,
    priority,
    preempt: !(wantsNoPreempt && canWait),
    preemptDelay: fromSeconds(canWait ? preemptDelay : 0),
  };
};

const sayCleared = (entry: BoundEntry, reason: string, say: Complaints): void =>
  say.warning(
    entry.keyword,
    "config.nopreempt-master",
    `'${entry.spec.name}' has no effect together with ${reason}, in keepalived too`,
    "write 'state BACKUP' on both directors",
  );

const advertInterval = (block: BoundBlock, version: 2 | 3, say: Complaints): Millis => {
  const entry = entryOf(block, "advert_int");
  const value = typeof entry?.value === "number" ? entry.value : 1;
  const at = entry?.args[0];
  if (at && version === 2 && (!Number.isInteger(value) || value < 1))
    say.error(
      at,
      "config.advert-interval",
      `VRRP version 2 counts whole seconds, so ${value} cannot be sent`,
      "use whole seconds, or 'version 3' on both directors",
    );
  if (at && version === 3 && value > MAX_V3_INTERVAL)
    say.error(at, "config.advert-interval", `VRRP version 3 cannot carry more than ${MAX_V3_INTERVAL} s`);
  // Hundredths of a second are what version 3 can carry; a finer value is rounded before anyone relies on it.
  return fromSeconds(Math.round(value * 100) / 100);
};

const compileAuthentication = (
  instance: BoundBlock,
  version: 2 | 3,
  say: Complaints,
): VrrpInstance["authentication"] => {
  const entry = entryOf(instance, "authentication");
  const block = entry?.block ?? null;
  if (!entry || !block) return null;
  const typeEntry = entryOf(block, "auth_type");
  const type = stringOf(block, "auth_type");
  if (version === 3) {
    say.warning(
      entry.keyword,
      "config.auth-version-3",
      "VRRP version 3 has no authentication; this block has no effect",
    );
    return null;
  }
  if (type === null) {
    if (!typeEntry)
      say.warning(
        entry.keyword,
        "config.missing-keyword",
        "authentication has no 'auth_type', so adverts are not authenticated",
        "add 'auth_type PASS'",
      );
    return null;
  }
  const password = entryOf(block, "auth_pass");
  const token = password?.args[0];
  if (!token) {
    say.error(entry.keyword, "config.missing-keyword", `auth_type ${type} needs an 'auth_pass'`);
    return null;
  }
  return {
    type: type === "AH" ? "AH" : "PASS",
    password: cutPassword(token.value, (length) =>
      say.warning(
        token,
        "config.password-cut",
        `auth_pass has ${length} bytes; only the first ${PASSWORD_BYTES} ${type === "AH" ? "count" : "are sent and compared"}`,
      ),
    ),
  };
};

const utf8Length = (char: string): number => {
  const code = char.codePointAt(0) ?? 0;
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
};

/** Cut at whole characters, so that the rest is still text. */
const cutPassword = (text: string, onCut: (bytes: number) => void): string => {
  let bytes = 0;
  let kept = "";
  for (const char of text) {
    bytes += utf8Length(char);
    if (bytes <= PASSWORD_BYTES) kept += char;
  }
  if (bytes > PASSWORD_BYTES) onCut(bytes);
  return kept;
};

/** The down timer of a backup: adverts missed, plus the skew (RFC 3768 section 6.1, RFC 5798 section 6.1). */
export const downTime = (instance: VrrpInstance): Millis => {
  const skewUnit = instance.version === 2 ? 1 : toSeconds(instance.advertInterval);
  const skew = ((256 - instance.priority) / 256) * skewUnit;
  return fromSeconds(instance.downTimerAdverts * toSeconds(instance.advertInterval) + skew);
};
