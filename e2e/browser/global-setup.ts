import { BROWSER_PORT, mustLab } from "./lab-command.ts";

const globalSetup = async (): Promise<void> => {
  process.stderr.write(await mustLab("up", "--port", String(BROWSER_PORT)));
};

// Playwright takes the file's default export.
// biome-ignore lint/style/noDefaultExport: that is how it finds the function
export default globalSetup;
