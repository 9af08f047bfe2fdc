import { randomBytes } from "node:crypto";
import { BROWSER_PORT, mustLab } from "./lab-command.ts";
import { PASSWORD_VARIABLE } from "./person.ts";

const globalSetup = async (): Promise<void> => {
  process.env[PASSWORD_VARIABLE] = randomBytes(15).toString("base64url");
  process.stderr.write(await mustLab("up", "--port", String(BROWSER_PORT)));
  // Not while agents still start: on an emulated processor that takes a minute in which nothing else gets far.
  process.stderr.write(await mustLab("wait"));
};

// Playwright takes the file's default export.
// biome-ignore lint/style/noDefaultExport: that is how it finds the function
export default globalSetup;
