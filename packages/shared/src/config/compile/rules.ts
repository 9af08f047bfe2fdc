import { familyOf } from "../../net/ip-address.ts";
import type { Statement } from "../ast.ts";
import type { BoundBlock } from "../bind.ts";
import type { Token } from "../lexer.ts";
import type { RuleAction, VirtualRule } from "../model-kernel.ts";
import { interfaceName } from "./addresses.ts";
import { MAIN_TABLE, numberIn, rangeIn, readPrefix, routeProtocolIn, tableIn, u32In } from "./kernel-names.ts";
import { type Complaints, entriesOf } from "./reader.ts";

type Draft = { -readonly [Key in keyof VirtualRule]?: VirtualRule[Key] };
type Take = (draft: Draft, value: Token, say: Complaints) => void;

const MAX_PORT = 65_535;
const MAX_USER = 4_294_967_294;
const ALL_BITS = 0xffffffff;
const IP_PROTOCOLS: ReadonlyMap<string, number> = new Map([
  ["icmp", 1],
  ["tcp", 6],
  ["udp", 17],
  ["icmpv6", 58],
  ["vrrp", 112],
  ["sctp", 132],
]);

const takePrefix =
  (where: "from" | "to"): Take =>
  (draft, value, say) => {
    if (value.value === "all" || value.value === "any" || value.value === "default") return;
    const prefix = readPrefix(value.value);
    if (!prefix) {
      say.error(value, "config.bad-address", `'${value.value.slice(0, 60)}' is not a network`, "write 10.0.0.0/8");
      return;
    }
    const family = familyOf(prefix.address);
    if (draft.family !== undefined && draft.family !== family)
      say.error(value, "config.mixed-families", "a rule mixes IPv4 and IPv6");
    draft.family = family;
    draft[where] = prefix;
  };

const takeMark: Take = (draft, value, say) => {
  const [mark = "", mask] = value.value.split("/");
  draft.mark = {
    value: u32In({ ...value, value: mark }, say),
    mask: mask === undefined ? ALL_BITS : u32In({ ...value, value: mask }, say),
  };
};

const takeTable: Take = (draft, value, say) => {
  draft.action = { kind: "table", table: tableIn(value, say) };
};
const takePreference: Take = (draft, value, say) => {
  draft.preference = u32In(value, say);
};
const takeProtocol: Take = (draft, { value, ...token }, say) => {
  draft.ipProtocol = IP_PROTOCOLS.get(value.toLowerCase()) ?? numberIn({ ...token, value }, 255, say, "an IP protocol");
};

const VALUES: ReadonlyMap<string, Take> = new Map<string, Take>([
  ["from", takePrefix("from")],
  ["to", takePrefix("to")],
  ["table", takeTable],
  ["lookup", takeTable],
  [
    "goto",
    (draft, value, say) => {
      draft.action = { kind: "goto", preference: u32In(value, say) };
    },
  ],
  ["preference", takePreference],
  ["priority", takePreference],
  ["order", takePreference],
  ["pref", takePreference],
  [
    "dev",
    (draft, value, say) => {
      draft.inputInterface = interfaceName(value, say);
    },
  ],
  [
    "iif",
    (draft, value, say) => {
      draft.inputInterface = interfaceName(value, say);
    },
  ],
  [
    "oif",
    (draft, value, say) => {
      draft.outputInterface = interfaceName(value, say);
    },
  ],
  [
    "tos",
    (draft, value, say) => {
      draft.tos = numberIn(value, 255, say);
    },
  ],
  [
    "dsfield",
    (draft, value, say) => {
      draft.tos = numberIn(value, 255, say);
    },
  ],
  ["fwmark", takeMark],
  [
    "suppress_prefixlength",
    (draft, value, say) => {
      draft.suppressPrefixLength = numberIn(value, 128, say);
    },
  ],
  [
    "suppress_ifgroup",
    (draft, value, say) => {
      draft.suppressGroup = u32In(value, say);
    },
  ],
  [
    "uidrange",
    (draft, value, say) => {
      draft.users = rangeIn(value, MAX_USER, say);
    },
  ],
  [
    "protocol",
    (draft, value, say) => {
      draft.protocol = routeProtocolIn(value, say);
    },
  ],
  ["ip_proto", takeProtocol],
  ["ipproto", takeProtocol],
  [
    "sport",
    (draft, value, say) => {
      draft.sourcePorts = rangeIn(value, MAX_PORT, say);
    },
  ],
  [
    "dport",
    (draft, value, say) => {
      draft.destinationPorts = rangeIn(value, MAX_PORT, say);
    },
  ],
  [
    "track_group",
    (draft, value) => {
      draft.trackGroup = value.value;
    },
  ],
]);

const FLAGS: ReadonlyMap<string, (draft: Draft) => void> = new Map<string, (draft: Draft) => void>([
  [
    "not",
    (draft) => {
      draft.not = true;
    },
  ],
  [
    "inet",
    (draft) => {
      draft.family = "inet";
    },
  ],
  [
    "inet6",
    (draft) => {
      draft.family = "inet6";
    },
  ],
  [
    "no_track",
    (draft) => {
      draft.untracked = true;
    },
  ],
  [
    "no-track",
    (draft) => {
      draft.untracked = true;
    },
  ],
  ...(["nop", "blackhole", "unreachable", "prohibit"] as const).map(
    (kind) =>
      [
        kind,
        (draft: Draft) => {
          draft.action = { kind };
        },
      ] as const,
  ),
]);

const readRule = (words: readonly Token[], say: Complaints): Draft => {
  const draft: Draft = {};
  for (let at = 0; at < words.length; at++) {
    const word = words[at];
    if (!word || word.value === "type") continue;
    const flag = FLAGS.get(word.value);
    const take = VALUES.get(word.value);
    const value = words[at + 1];
    if (flag) flag(draft);
    else if (take && value) {
      take(draft, value, say);
      at++;
    } else if (take) say.error(word, "config.missing-value", `'${word.value}' needs a value`);
    else {
      const message = `'${word.value.slice(0, 60)}' is not an option of a rule that is implemented`;
      say.error(word, "config.not-implemented", message, `these are: ${[...VALUES.keys()].join(", ")}`);
      break;
    }
  }
  return draft;
};

const MAIN: RuleAction = { kind: "table", table: MAIN_TABLE };

/** keepalived gives a rule without a preference the next number below the last one it gave. */
const FIRST_FREE = 16_385;

/** Numbers for rules without a preference, in the order of the file and for each family. */
export class Preferences {
  readonly #next = { inet: FIRST_FREE, inet6: FIRST_FREE };

  next(family: "inet" | "inet6"): number {
    return --this.#next[family];
  }
}

const compileRule = ({ words }: Statement, preferences: Preferences, say: Complaints): VirtualRule | null => {
  const [first] = words;
  if (!first) return null;
  const draft = readRule(words, say);
  const { family = "inet", preference, action = MAIN } = draft;
  if (preference === undefined)
    say.warning(
      first,
      "config.default-taken",
      "this rule has no 'preference', so its place among the others is given by the order of the file",
    );
  return { ...draft, family, preference: preference ?? preferences.next(family), action };
};

export const compileRules = (
  block: BoundBlock | null,
  keyword: string,
  preferences: Preferences,
  say: Complaints,
): readonly VirtualRule[] =>
  entriesOf(block, keyword).flatMap((entry) =>
    (entry.block?.lines ?? []).flatMap((line) => compileRule(line, preferences, say) ?? []),
  );
