import { existsSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { debianDir, privateDir } from "./paths.mjs";

export const fontsFile = join(privateDir, "fonts.conf");

/** fontconfig's settings for a browser that runs from the private root: its own fonts beside the system's. */
export function prepareFonts() {
  if (!existsSync(join(debianDir, "usr/share/fonts"))) return;
  const text = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir>/usr/share/fonts</dir>
  <dir>${xml(join(debianDir, "usr/share/fonts"))}</dir>
  <cachedir>${xml(join(privateDir, "font-cache"))}</cachedir>
</fontconfig>
`;
  writeFileSync(fontsFile, text);
}

const xml = (text) => text.replaceAll("&", "&amp;").replaceAll("<", "&lt;");
