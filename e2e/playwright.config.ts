import { existsSync } from "node:fs";
import path from "node:path";
import { defineConfig } from "@playwright/test";
import { BROWSER_PORT } from "./browser/lab-command.ts";
import { env } from "./vm/debian.ts";
import { privateRoot, repositoryRoot } from "./vm/paths.ts";

// In an unpacked package the program itself: its wrapper script looks for settings under /etc.
const chromium = [
  process.env.CHROMIUM,
  "/usr/bin/chromium",
  path.join(privateRoot(), "usr", "lib", "chromium", "chromium"),
].find((file) => file !== undefined && existsSync(file));
// An unpacked browser finds its libraries by these variables, and fonts for Chinese by the file that set-up wrote.
const tools = env();
const pulse = path.join(privateRoot(), "usr", "lib", "x86_64-linux-gnu", "pulseaudio");
const browserEnv = {
  ...tools,
  LD_LIBRARY_PATH: [tools.LD_LIBRARY_PATH, pulse].join(":"),
  FONTCONFIG_FILE: process.env.FONTCONFIG_FILE ?? path.join(repositoryRoot(), ".baton", "fonts.conf"),
};

export default defineConfig({
  testDir: "./browser",
  outputDir: "../test-results",
  // One lab, one VIP: the tests build on each other and run in their files' order.
  workers: 1,
  fullyParallel: false,
  forbidOnly: true,
  timeout: 240_000,
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
