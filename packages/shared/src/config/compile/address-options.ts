import { familyOf } from "../../net/ip-address.ts";
import { didYouMean } from "../did-you-mean.ts";
import type { Token } from "../lexer.ts";
import type { AddressFlag, AddressOptions, IpPrefix } from "../model-kernel.ts";
import { addressIn, highestAddress, numberIn, readPrefix, scopeIn } from "./kernel-names.ts";
import type { Complaints } from "./reader.ts";

/** IFNAMSIZ of linux/if.h, less the ending zero. */
const MAX_LABEL = 15;
const MAX_LIFETIME = 4_294_967_294;

/** What the words behind an address say. */
export interface AddressLine {
  options: { -readonly [Key in keyof AddressOptions]: AddressOptions[Key] };
  device: Token | null;
  label: string | null;
  /** The peer's, which stands for the address's own. */
  prefixLength: number | null;
  useVmac: boolean;
}

interface Option {
  /** Number of words behind it. */
  readonly args: 0 | 1;
  readonly take: (line: AddressLine, value: Token, own: IpPrefix, say: Complaints) => void;
}

const flag = (name: AddressFlag): Option => ({
  args: 0,
  take: ({ options }) => {
    options.flags = [...new Set([...(options.flags ?? []), name])];
  },
});

const takeBroadcast: Option["take"] = ({ options }, value, own, say) => {
  // "-" means none, which is what the kernel sets by itself for an address that is given none.
  if (value.value === "-") return;
  const text = value.value === "+" ? highestAddress(own) : addressIn(value, say);
  if (text !== null) options.broadcast = text;
};

const takePeer: Option["take"] = (line, value, own, say) => {
  const peer = readPrefix(value.value);
  if (!peer || familyOf(peer.address) !== familyOf(own.address)) {
    say.error(value, "config.bad-address", `'${value.value.slice(0, 60)}' is not an address of the far end`);
    return;
  }
  line.options.peer = peer.address;
  line.prefixLength = peer.prefixLength;
};

const untracked: Option = {
  args: 0,
  take: ({ options }) => {
    options.untracked = true;
  },
};
const broadcast: Option = { args: 1, take: takeBroadcast };

const OPTIONS: ReadonlyMap<string, Option> = new Map<string, Option>([
  [
    "dev",
    {
      args: 1,
      take: (line, value) => {
        line.device = value;
      },
    },
  ],
  [
    "label",
    {
      args: 1,
      take: (line, value, _, say) => {
        if (value.value.length > MAX_LABEL)
          say.error(value, "config.bad-label", `a label has at most ${MAX_LABEL} characters`);
        line.label = value.value;
      },
    },
  ],
  ["brd", broadcast],
  ["broadcast", broadcast],
  [
    "scope",
    {
      args: 1,
      take: ({ options }, value, _, say) => {
        options.scope = scopeIn(value, say);
      },
    },
  ],
  ["peer", { args: 1, take: takePeer }],
  ["home", flag("home")],
  ["mngtmpaddr", flag("mngtmpaddr")],
  ["noprefixroute", flag("noprefixroute")],
  ["autojoin", flag("autojoin")],
  // Virtual addresses never wait for duplicate address detection, here and in keepalived.
  ["-nodad", { args: 0, take: () => {} }],
  ["no_track", untracked],
  ["no-track", untracked],
  [
    "track_group",
    {
      args: 1,
      take: ({ options }, value) => {
        options.trackGroup = value.value;
      },
    },
  ],
  [
    "preferred_lft",
    {
      args: 1,
      take: ({ options }, value, _, say) => {
        const { value: text } = value;
        options.preferredLifetime = text === "forever" ? "forever" : numberIn(value, MAX_LIFETIME, say, "a lifetime");
      },
    },
  ],
  [
    "use_vmac",
    {
      args: 0,
      take: (line) => {
        line.useVmac = true;
      },
    },
  ],
]);

const complain = (option: Token, say: Complaints): void => {
  const near = didYouMean(option.value, OPTIONS.keys());
  const another = readPrefix(option.value) !== null;
  say.error(
    option,
    "config.bad-address-option",
    `'${option.value.slice(0, 60)}' is not an option of an address`,
    another ? "put each address on a line of its own" : near ? `did you mean '${near}'?` : undefined,
  );
};

export const readAddressOptions = (words: readonly Token[], own: IpPrefix, say: Complaints): AddressLine => {
  const line: AddressLine = { options: {}, device: null, label: null, prefixLength: null, useVmac: false };
  for (let i = 0; i < words.length; i++) {
    const word = words[i];
    const option = word && OPTIONS.get(word.value);
    if (!word || !option) {
      if (word) complain(word, say);
      continue;
    }
    const value = option.args > 0 ? words[i + 1] : word;
    i += option.args;
    if (value) option.take(line, value, own, say);
    else say.error(word, "config.missing-value", `'${word.value}' needs a value`);
  }
  return line;
};
