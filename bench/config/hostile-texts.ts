import { largeFile } from "./large-file.ts";

/** What the agent takes at most, less a little for the frame around it. */
const SIZE = 5 * 1024 * 1024 - 1024;

const filled = (piece: string): string => piece.repeat(Math.ceil(SIZE / piece.length)).slice(0, SIZE);

const numbered = (line: (index: number) => string): string => {
  const lines: string[] = [];
  for (let index = 0, size = 0; size < SIZE; index++) {
    const next = line(index);
    lines.push(next);
    size += next.length + 1;
  }
  return lines.join("\n").slice(0, SIZE);
};

/** Bytes that look random and are the same in each run (xorshift, 32 bits). */
const noise = (length: number): Uint8Array => {
  const bytes = new Uint8Array(length);
  let state = 0x9e3779b9;
  for (let at = 0; at < length; at++) {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    bytes[at] = state;
  }
  return bytes;
};

const service = (inside: string): string =>
  `virtual_server 10.0.0.1 80 {\nlb_algo rr\nlb_kind DR\nprotocol TCP\n${inside}\n}\n`;

const instance = (inside: string): string =>
  `vrrp_instance VI_1 {\nstate MASTER\ninterface eth0\nvirtual_router_id 51\npriority 100\n${inside}\n}\n`;

/** Texts that nobody writes, each made to hurt one part of the reader. */
export const HOSTILE: Readonly<Record<string, () => string | Uint8Array>> = {
  "opening braces": () => filled("{"),
  "opening braces, a line each": () => filled("{\n"),
  "closing braces": () => filled("}"),
  "closing braces, a line each": () => filled("}\n"),
  "blocks in blocks": () => filled("a {\n"),
  "100,000 blocks in blocks, closed": () => `${"a {\n".repeat(100_000)}${"}\n".repeat(100_000)}`,
  "empty blocks on one line": () => filled("a{}"),
  "one long word": () => filled("a"),
  "one long line of words": () => filled("priority "),
  "long lines": () => filled(`${"x ".repeat(30_000)}\n`),
  "unknown keywords": () => numbered((index) => `keyword_${index} ${index}`),
  "misspelt keywords": () => instance(numbered((index) => `prioritty_${index % 1000} 100`)),
  "warnings without end": () => instance(filled("debug 3\n")),
  "quotation marks": () => filled('"'),
  "quotation marks, a line each": () => filled('"\n'),
  backslashes: () => filled("\\"),
  "backslashes, a line each": () => filled("\\\n"),
  NULs: () => filled("\0"),
  "random bytes": () => noise(SIZE),
  "random ASCII": () => noise(SIZE).map((byte) => (byte % 96) + 31),
  "random keywords and braces": () => {
    const words = [
      "virtual_server ",
      "real_server ",
      "{\n",
      "}\n",
      "\n",
      "weight 1\n",
      "TCP_CHECK ",
      "10.0.0.1 ",
      "80 ",
    ];
    return [...noise(SIZE / 8)]
      .map((byte) => words[byte % words.length])
      .join("")
      .slice(0, SIZE);
  },
  "line ends": () => filled("\n"),
  "carriage returns": () => filled("\r"),
  comments: () => filled("# 中文注释\n").slice(0, SIZE / 2),
  "a macro that doubles itself": () => `$A=x\n${"$A=$A$A\n".repeat(600_000)}$A\n`,
  "macros of macros": () =>
    `$A0=xxxxxxxxxx\n${Array.from({ length: 60 }, (_, i) => `$A${i + 1}=$A${i}$A${i}`).join("\n")}\n$A60\n`,
  "a macro that holds itself": () => "$A=a $A\n$A\n",
  definitions: () => numbered((index) => `$NAME_${index}=value`),
  "a definition without end": () => `$A= \\\n${filled("x \\\n")}`.slice(0, SIZE),
  "unknown macros": () => filled("$NO $NO $NO $NO\n"),
  "unfinished macros": () => filled("${"),
  "a huge ~SEQ": () => "~SEQ(i, 1, 1, 999999999) a $i\n",
  "a ~SEQ in a ~SEQ": () => "$B=~SEQ(j, 1, 1, 2000) x $j\n~SEQ(i, 1, 1, 2000) $B\n",
  "many ~SEQ": () => filled("~SEQ(i, 1, 1, 1000) a $i\n"),
  "many ~LST": () => filled("~LST(i, a, b, c, d) a $i\n"),
  "an open ~LST": () => filled("~LST({{{{{{{{{,,,,,,\n"),
  conditions: () => filled("@other weight 1\n"),
  "an include of itself": () => filled("include hostile.conf\n"),
  "includes of nothing": () => filled("include none-*.conf\n"),
  "virtual addresses": () =>
    instance(`virtual_ipaddress {\n${numbered((i) => `10.${i >> 16}.${(i >> 8) & 255}.${i & 255}/8`)}\n}`),
  instances: () => numbered((i) => `vrrp_instance V${i} {\ninterface eth0\nvirtual_router_id ${(i % 255) + 1}\n}`),
  "the same virtual server": () => filled(service("real_server 10.0.0.2 80 {\nweight 1\n}")).replace(/[^}]*$/, ""),
  "real servers in one pool": () =>
    service(
      numbered((i) => `real_server 10.${i >> 16}.${(i >> 8) & 255}.${i & 255} 80 {\nTCP_CHECK {\n}\n}`)
        .replace(/[^}]*$/, "")
        .replace(/}(?=[^}]*$)/, "}"),
    ),
  "databases that watch each other": () =>
    service(
      numbered(
        (i) =>
          `real_server 10.${i >> 16}.${(i >> 8) & 255}.${i & 255} 80 {\nMYSQL_CHECK {\ndefaults_file /a\nrequire_no_other_writer\n}\n}`,
      ),
    ),
  "groups of thousands": () => numbered((i) => `virtual_server_group g${i} {\n10.0.0.0/20 80\n}`),
  "a group of thousands, used by thousands": () =>
    `virtual_server_group g {\n10.0.0.0/20 80\n}\n${filled(`virtual_server group g {\nprotocol TCP\nlb_algo rr\nlb_kind DR\nreal_server 10.1.0.1 {\n}\n}\n`)}`,
  "trackers and those who track": () =>
    `${Array.from({ length: 3500 }, (_, i) => `vrrp_script s${i} {\nscript "/bin/true"\n}`).join("\n")}\n${instance(`track_script {\n${numbered((i) => `s${i % 3500}`).slice(0, SIZE * 0.9)}\n}`)}`,
  "sync groups": () => numbered((i) => `vrrp_sync_group G${i} {\ngroup {\na${i} b${i}\n}\n}`),
  "5 MB that are in order": () => largeFile(2340, 10, "alike"),
};
