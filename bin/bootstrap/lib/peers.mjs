import { existsSync } from "node:fs";
import { join } from "node:path";
import { debianEnv } from "./debian.mjs";
import { fontsFile } from "./fonts.mjs";
import { debianDir, toolEnv } from "./paths.mjs";

/** Where the peers and tools of the tests are; unset when a thing is missing. */
export function peerEnv() {
  const at = (...paths) =>
    [...paths.map((path) => join("/", path)), ...paths.map((path) => join(debianDir, path))].find(existsSync);
  const peers = {
    BATON_KEEPALIVED: at("usr/sbin/keepalived"),
    BATON_FRR: at("usr/lib/frr"),
    BATON_POSTGRES: at("usr/lib/postgresql"),
    BATON_TCPDUMP: at("usr/bin/tcpdump", "usr/sbin/tcpdump"),
    BATON_NFT: at("usr/sbin/nft"),
    // The wrapper in /usr/bin names system paths, so a private browser is started by its real file.
    BATON_CHROMIUM: existsSync("/usr/bin/chromium") ? "/usr/bin/chromium" : at("usr/lib/chromium/chromium"),
    FONTCONFIG_FILE: existsSync(fontsFile) ? fontsFile : undefined,
  };
  const found = Object.entries(peers).filter(([, value]) => value !== undefined);
  return { ...debianEnv(toolEnv()), ...Object.fromEntries(found) };
}
