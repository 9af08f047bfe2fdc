import { type AddressFamily, familyOf } from "../../net/ip-address.ts";
import type { Statement } from "../ast.ts";
import type { BoundBlock } from "../bind.ts";
import type { Token } from "../lexer.ts";
import type { NextHop, RouteOptions } from "../model-kernel.ts";
import type { VirtualRoute } from "../model-track.ts";
import { interfaceName } from "./addresses.ts";
import {
  addressIn,
  MAIN_TABLE,
  numberIn,
  readPrefix,
  routeProtocolIn,
  scopeIn,
  tableIn,
  u32In,
} from "./kernel-names.ts";
import { type Complaints, entriesOf } from "./reader.ts";
import { METRIC_NAMES, Metrics } from "./route-metrics.ts";

const TYPES: readonly string[] = ["unicast", "blackhole", "unreachable", "prohibit"] satisfies VirtualRoute["type"][];
const isType = (word: string): word is VirtualRoute["type"] => TYPES.includes(word);

const isFamily = (word: string): word is AddressFamily => word === "inet" || word === "inet6";

/** Everything of a line but its destination. */
interface Draft {
  type: VirtualRoute["type"];
  via: string | null;
  device: string | null;
  source: string | null;
  metric: number | null;
  table: number;
  readonly family: AddressFamily | null;
  readonly options: { -readonly [Key in keyof RouteOptions]: RouteOptions[Key] };
  readonly hops: NextHop[];
  readonly metrics: Metrics;
}

type Take = (draft: Draft, value: Token, say: Complaints) => void;

const takeMetric: Take = (draft, value, say) => {
  draft.metric = u32In(value, say);
};
const takeVia: Take = (draft, value, say) => {
  draft.via = addressIn(value, say);
};

const VALUES: ReadonlyMap<string, Take> = new Map<string, Take>([
  ["via", takeVia],
  ["gw", takeVia],
  [
    "dev",
    (draft, value, say) => {
      draft.device = interfaceName(value, say);
    },
  ],
  [
    "oif",
    (draft, value, say) => {
      draft.device = interfaceName(value, say);
    },
  ],
  [
    "src",
    (draft, value, say) => {
      draft.source = addressIn(value, say);
    },
  ],
  ["metric", takeMetric],
  ["preference", takeMetric],
  ["priority", takeMetric],
  [
    "table",
    (draft, value, say) => {
      draft.table = tableIn(value, say);
    },
  ],
  [
    "scope",
    ({ options }, value, say) => {
      options.scope = scopeIn(value, say);
    },
  ],
  [
    "protocol",
    ({ options }, value, say) => {
      options.protocol = routeProtocolIn(value, say);
    },
  ],
  [
    "tos",
    ({ options }, value, say) => {
      options.tos = numberIn(value, 255, say);
    },
  ],
  [
    "dsfield",
    ({ options }, value, say) => {
      options.tos = numberIn(value, 255, say);
    },
  ],
  [
    "track_group",
    ({ options }, value) => {
      options.trackGroup = value.value;
    },
  ],
]);

const FLAGS: ReadonlyMap<string, (draft: Draft) => void> = new Map<string, (draft: Draft) => void>([
  [
    "onlink",
    ({ options }) => {
      options.onlink = true;
    },
  ],
  [
    "no_track",
    ({ options }) => {
      options.untracked = true;
    },
  ],
  [
    "no-track",
    ({ options }) => {
      options.untracked = true;
    },
  ],
]);

const HOP_VALUES: readonly string[] = ["via", "dev", "weight"];
const MAX_WEIGHT = 256;

/** `nexthop via A dev IF weight N onlink`: how many words it took. */
const takeHop = (words: readonly Token[], draft: Draft, say: Complaints): number => {
  let hop: NextHop = { via: null, interface: null, weight: 1, onlink: false };
  let used = 0;
  for (;;) {
    const [word, value] = [words[used], words[used + 1]];
    if (word?.value === "onlink") hop = { ...hop, onlink: true };
    else if (!word || !value || !HOP_VALUES.includes(word.value)) break;
    else if (word.value === "via") hop = { ...hop, via: addressIn(value, say) };
    else if (word.value === "dev") hop = { ...hop, interface: interfaceName(value, say) };
    else hop = { ...hop, weight: Math.max(1, numberIn(value, MAX_WEIGHT, say, "a weight")) };
    used += word.value === "onlink" ? 1 : 2;
  }
  draft.hops.push(hop);
  return used;
};

/** One word with what belongs to it: how many words that were, or null when it is none of an option. */
const takeWord = (words: readonly Token[], draft: Draft, say: Complaints): number | null => {
  const [word, value] = words;
  if (!word) return null;
  FLAGS.get(word.value)?.(draft);
  if (FLAGS.has(word.value)) return 1;
  if (isType(word.value)) {
    draft.type = word.value;
    return 1;
  }
  if (word.value === "nexthop") return 1 + takeHop(words.slice(1), draft, say);
  const take = VALUES.get(word.value);
  if (!take && !METRIC_NAMES.includes(word.value) && word.value !== "or") return null;
  if (!value) {
    say.error(word, "config.missing-value", `'${word.value}' needs a value`);
    return 1;
  }
  if (take) take(draft, value, say);
  // keepalived's old way of naming a second gateway.
  else if (word.value === "or")
    draft.hops.push({ via: addressIn(value, say), interface: null, weight: 1, onlink: false });
  else return 1 + (draft.metrics.take(word.value, words.slice(1), say) ?? 1);
  return 2;
};

const destinationOf = (word: Token, draft: Draft, say: Complaints): VirtualRoute["destination"] | null => {
  const hint = draft.via ?? draft.source ?? draft.hops[0]?.via ?? null;
  const family = draft.family ?? (hint === null ? "inet" : familyOf(hint));
  if (word.value === "default") return { address: family === "inet6" ? "::" : "0.0.0.0", prefixLength: 0 };
  const prefix = readPrefix(word.value);
  if (prefix) return prefix;
  const message = `'${word.value.slice(0, 60)}' is not a destination`;
  say.error(word, "config.bad-address", message, "write 10.0.0.0/8 or default");
  return null;
};

const looksLikeDestination = (word: Token): boolean => word.value === "default" || /^[\da-f:]/i.test(word.value);

/** The words in any order; the one that is no option is the destination. */
const readLine = (words: readonly Token[], draft: Draft, say: Complaints): Token | null => {
  let destination: Token | null = null;
  for (let at = 0; at < words.length; ) {
    // iproute2's word before a destination, which may be left out.
    if (words[at]?.value === "to" && destination === null && words[at + 1]) at += 1;
    const used = takeWord(words.slice(at), draft, say);
    const word = words[at];
    if (used === null && word) {
      if (destination === null && looksLikeDestination(word)) destination = word;
      else {
        const message = `'${word.value.slice(0, 60)}' is not an option of a route that is implemented`;
        say.error(
          word,
          "config.not-implemented",
          message,
          `these are: ${[...VALUES.keys(), ...METRIC_NAMES].join(", ")}`,
        );
        return destination;
      }
    }
    at += used ?? 1;
  }
  return destination;
};

/** `via A or B` has its first gateway outside of the list. */
const hopsOf = ({ via, device, hops, options }: Draft): readonly NextHop[] =>
  hops.length === 0 || via === null
    ? hops
    : [{ via, interface: device, weight: 1, onlink: options.onlink === true }, ...hops];

/** [TYPE] DESTINATION with its options, in any order. */
const compileRoute = (line: Statement, say: Complaints): VirtualRoute | null => {
  // iproute2 takes the family before any address.
  const family = line.words.map(({ value }) => value).find(isFamily) ?? null;
  const words = line.words.filter(({ value }) => !isFamily(value));
  const [first] = words;
  if (!first) return null;
  const draft: Draft = {
    type: "unicast",
    via: null,
    device: null,
    source: null,
    metric: null,
    table: MAIN_TABLE,
    family,
    options: {},
    hops: [],
    metrics: new Metrics(),
  };
  const word = readLine(words, draft, say);
  if (!word) {
    say.error(first, "config.missing-value", "a route needs a destination");
    return null;
  }
  const destination = destinationOf(word, draft, say);
  if (!destination) return null;
  const nextHops = hopsOf(draft);
  const { type, source, metric, table, options } = draft;
  const [via, device] = nextHops.length > 0 ? [null, null] : [draft.via, draft.device];
  if (type === "unicast" && via === null && device === null && nextHops.length === 0)
    say.error(first, "config.missing-keyword", "a route needs 'via ADDRESS' or 'dev INTERFACE'");
  const metrics = draft.metrics.list();
  return {
    type,
    destination,
    via,
    interface: device,
    source,
    metric,
    table,
    ...options,
    ...(nextHops.length > 0 ? { nextHops } : {}),
    ...(metrics.length > 0 ? { metrics } : {}),
  };
};

export const compileRoutes = (block: BoundBlock | null, keyword: string, say: Complaints): readonly VirtualRoute[] =>
  entriesOf(block, keyword).flatMap((entry) =>
    (entry.block?.lines ?? []).flatMap((line) => compileRoute(line, say) ?? []),
  );
