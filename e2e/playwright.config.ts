import { defineConfig } from "@playwright/test";
import { BROWSER_PORT } from "./browser/lab-command.ts";
import { env, find } from "./vm/debian.ts";
import { repositoryRoot } from "./vm/paths.ts";

const chromium = process.env.CHROMIUM ?? find("chromium") ?? undefined;
// The unpacked browser finds its libraries by env(), and fonts for Chinese by the file that set-up wrote.
const browserEnv = {
  ...env(),
  FONTCONFIG_FILE: process.env.FONTCONFIG_FILE ?? `${repositoryRoot()}/.baton/fonts.conf`,
};

export default defineConfig({
  testDir: "./browser",
  outputDir: "../test-results",
  // One lab, one VIP: the tests build on each other and run in their files' order.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 120_000,
  expect: { timeout: 45_000 },
  globalSetup: "./browser/global-setup.ts",
  globalTeardown: "./browser/global-teardown.ts",
  use: {
    baseURL: `http://127.0.0.1:${BROWSER_PORT}`,
    locale: "en-GB",
    timezoneId: "UTC",
    viewport: { width: 1440, height: 1000 },
    trace: "retain-on-failure",
    launchOptions: { executablePath: chromium, args: ["--no-sandbox", "--disable-gpu"], env: browserEnv },
  },
});
