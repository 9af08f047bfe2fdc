import { mustLab } from "./lab-command.ts";

const globalTeardown = async (): Promise<void> => {
  process.stderr.write(await mustLab("down"));
};

// Playwright takes the file's default export.
// biome-ignore lint/style/noDefaultExport: that is how it finds the function
export default globalTeardown;
