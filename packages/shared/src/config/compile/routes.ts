import { familyOf, parseIpAddress } from "../../net/ip-address.ts";
import type { Statement } from "../ast.ts";
import type { BoundBlock } from "../bind.ts";
import type { Token } from "../lexer.ts";
import type { VirtualRoute } from "../model-track.ts";
import { interfaceName } from "./addresses.ts";
import { type Complaints, entriesOf } from "./reader.ts";

const TYPES: readonly string[] = ["unicast", "blackhole", "unreachable", "prohibit"] satisfies VirtualRoute["type"][];
const isType = (word: string): word is VirtualRoute["type"] => TYPES.includes(word);

/** iproute2's names of tables. */
const TABLES: ReadonlyMap<string, number> = new Map([
  ["main", 254],
  ["default", 253],
  ["local", 255],
]);
const MAIN_TABLE = 254;
const MAX_U32 = 4_294_967_295;

type Options = { -readonly [Key in "via" | "interface" | "source" | "metric"]: VirtualRoute[Key] } & { table: number };

const addressOf = (word: Token, say: Complaints): string | null => {
  const address = parseIpAddress(word.value);
  if (address.ok) return address.value.text;
  say.error(word, "config.bad-address", address.error);
  return null;
};

const numberOf = (word: Token, say: Complaints): number => {
  if (/^\d{1,10}$/.test(word.value) && Number(word.value) <= MAX_U32) return Number(word.value);
  say.error(word, "config.bad-value", `'${word.value.slice(0, 60)}' is not a number`);
  return 0;
};

const destinationOf = (word: Token, defaultFamily: string, say: Complaints): VirtualRoute["destination"] | null => {
  if (word.value === "default") return { address: defaultFamily === "inet6" ? "::" : "0.0.0.0", prefixLength: 0 };
  const [text = "", length] = word.value.split("/");
  const address = parseIpAddress(text);
  const longest = address.ok && address.value.family === "inet6" ? 128 : 32;
  const prefixLength = Number(length ?? longest);
  if (address.ok && /^\d{1,3}$/.test(length ?? "0") && prefixLength <= longest)
    return { address: address.value.text, prefixLength };
  say.error(
    word,
    "config.bad-address",
    `'${word.value.slice(0, 60)}' is not a destination`,
    "write 10.0.0.0/8 or default",
  );
  return null;
};

const takeOption = (word: Token, value: Token, options: Options, say: Complaints): boolean => {
  if (word.value === "via" || word.value === "gw") options.via = addressOf(value, say);
  else if (word.value === "dev") options.interface = interfaceName(value, say);
  else if (word.value === "src") options.source = addressOf(value, say);
  else if (word.value === "metric" || word.value === "preference" || word.value === "priority")
    options.metric = numberOf(value, say);
  else if (word.value === "table") options.table = TABLES.get(value.value) ?? numberOf(value, say);
  else return false;
  return true;
};

const optionsOf = (words: readonly Token[], say: Complaints): Options => {
  const options: Options = { via: null, interface: null, source: null, metric: null, table: MAIN_TABLE };
  const rest = words.filter(({ value }) => value !== "inet" && value !== "inet6");
  for (let i = 0; i < rest.length; i += 2) {
    const [word, value] = [rest[i], rest[i + 1]];
    if (!word) continue;
    if (!value) say.error(word, "config.missing-value", `'${word.value.slice(0, 60)}' needs a value`);
    else if (!takeOption(word, value, options, say)) {
      const message = `'${word.value.slice(0, 60)}' of a route is not implemented: via, dev, src, metric and table are`;
      say.error(word, "config.not-implemented", message);
      break;
    }
  }
  return options;
};

/** [TYPE] DESTINATION [via A] [dev IF] [src A] [metric N] [table T]. */
const compileRoute = ({ words }: Statement, say: Complaints): VirtualRoute | null => {
  const [first, ...after] = words;
  if (!first) return null;
  const typed = isType(first.value);
  const type = isType(first.value) ? first.value : "unicast";
  const destinationWord = typed ? after[0] : first;
  if (!destinationWord) {
    say.error(first, "config.missing-value", "a route needs a destination");
    return null;
  }
  const options = optionsOf(typed ? after.slice(1) : after, say);
  const hint = options.via ?? options.source;
  const destination = destinationOf(destinationWord, hint === null ? "inet" : familyOf(hint), say);
  if (!destination) return null;
  if (type === "unicast" && options.via === null && options.interface === null)
    say.error(first, "config.missing-keyword", "a route needs 'via ADDRESS' or 'dev INTERFACE'");
  return { type, destination, ...options };
};

export const compileRoutes = (block: BoundBlock | null, keyword: string, say: Complaints): readonly VirtualRoute[] =>
  entriesOf(block, keyword).flatMap((entry) =>
    (entry.block?.lines ?? []).flatMap((line) => compileRoute(line, say) ?? []),
  );
