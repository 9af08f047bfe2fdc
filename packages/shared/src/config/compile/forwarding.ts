import type { BoundEntry } from "../bind.ts";
import { didYouMean } from "../did-you-mean.ts";
import type { Token } from "../lexer.ts";
import type { ForwardingMethod } from "../model.ts";
import type { TunnelOptions } from "../model-service.ts";
import type { Complaints } from "./reader.ts";

const METHODS: readonly ForwardingMethod[] = ["NAT", "DR", "TUN"];
const TYPES: readonly TunnelOptions["type"][] = ["ipip", "gue", "gre"];
const CHECKSUMS: Readonly<Record<string, TunnelOptions["checksum"]>> = {
  nocsum: "none",
  csum: "checksum",
  remcsum: "remote",
};

/** How packets reach a server. Plain IP in IP has no `tunnel`. */
export interface Forwarding {
  readonly forwarding: ForwardingMethod;
  readonly tunnel?: TunnelOptions;
}

/**
 * lb_kind / lvs_method: NAT, DR or TUN, the last with `type ipip|gue|gre`, `port N` and a checksum option; null when it
 * is wrong, which has been reported then.
 */
export const forwardingOf = (entry: BoundEntry, say: Complaints): Forwarding | null => {
  const [name, ...options] = entry.args;
  if (!name) return null;
  const method = METHODS.find((candidate) => candidate === name.value);
  if (!method) {
    sayUnknownMethod(entry, name, say);
    return null;
  }
  const [first] = options;
  if (!first) return { forwarding: method };
  if (method !== "TUN") {
    say.warning(first, "config.extra-argument", `'${first.value.slice(0, 60)}' has no effect: it is for TUN only`);
    return { forwarding: method };
  }
  const tunnel = tunnelOf(options, say);
  if (!tunnel) return null;
  return tunnel.type === "ipip" ? { forwarding: method } : { forwarding: method, tunnel };
};

const sayUnknownMethod = (entry: BoundEntry, name: Token, say: Complaints): void => {
  const near = didYouMean(name.value, METHODS);
  const reason = name.value === "FNAT" ? "; FNAT exists in DPVS only" : "";
  say.error(
    name,
    "config.bad-value",
    `${entry.spec.name}: '${name.value.slice(0, 60)}' is not one of NAT, DR, TUN${reason}`,
    near ? `did you mean '${near}'?` : undefined,
  );
};

type Draft = { -readonly [Key in keyof TunnelOptions]: TunnelOptions[Key] };

/** Null when a word was wrong; that has been reported. */
const tunnelOf = (options: readonly Token[], say: Complaints): TunnelOptions | null => {
  const draft: Draft = { type: "ipip", port: 0, checksum: "none" };
  for (let at = 0; at < options.length; at += 1) {
    const [word, value] = [options[at], options[at + 1]];
    if (!word) break;
    const checksum = Object.hasOwn(CHECKSUMS, word.value) ? CHECKSUMS[word.value] : undefined;
    if (checksum) draft.checksum = checksum;
    else if (takePair(word, value, draft)) at += 1;
    else {
      const text = value ? `${word.value} ${value.value}` : word.value;
      say.error(word, "config.bad-value", `'${text.slice(0, 60)}' is no option of a tunnel`, OPTIONS);
      return null;
    }
  }
  const [last] = options;
  return last && fits(draft, last, say) ? draft : null;
};

const OPTIONS = "write type ipip, type gue port N or type gre; then nocsum, csum or, for gue, remcsum";

const takePair = (word: Token, value: Token | undefined, draft: Draft): boolean => {
  if (word.value === "type") {
    const type = TYPES.find((candidate) => candidate === value?.value);
    if (type) draft.type = type;
    return type !== undefined;
  }
  const port = word.value === "port" && /^\d{1,5}$/.test(value?.value ?? "") ? Number(value?.value) : 0;
  if (port < 1 || port > 65_535) return false;
  draft.port = port;
  return true;
};

/** The kernel's own limits (net/netfilter/ipvs/ip_vs_xmit.c): only GUE has a port, IP in IP has no checksum. */
const fits = ({ type, port, checksum }: TunnelOptions, at: Token, say: Complaints): boolean => {
  const problem =
    type === "gue" && port === 0
      ? "a gue tunnel needs a port"
      : type !== "gue" && port !== 0
        ? `a tunnel of type ${type} has no port`
        : type === "ipip" && checksum !== "none"
          ? "a tunnel of type ipip has no checksum"
          : type === "gre" && checksum === "remote"
            ? "a tunnel of type gre has no remote checksum"
            : null;
  if (problem) say.error(at, "config.bad-value", problem, OPTIONS);
  return problem === null;
};
