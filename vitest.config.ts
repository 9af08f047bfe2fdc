import { defineConfig } from "vitest/config";

/**
 * Integration tests wait for real programs, on machines that may be very busy, and each wait has its own limit and says
 * what was waited for: no limit here is what a test is about.
 */
const patient = { testTimeout: 200_000, hookTimeout: 200_000, expect: { poll: { timeout: 60_000 } } };

export default defineConfig({
  test: {
    projects: [
      {
        test: {
          name: "node",
          environment: "node",
          include: [
            "packages/*/src/**/*.test.ts",
            "apps/{api,agent}/src/**/*.test.ts",
            "bench/**/*.test.ts",
            "e2e/{lab,scenarios,vm}/**/*.test.ts",
            "bin/bootstrap/**/*.test.mjs",
            "conformance/**/*.test.ts",
          ],
          exclude: ["**/*.integration.test.ts", "**/node_modules/**"],
          testTimeout: 30_000,
        },
      },
      {
        test: {
          name: "integration",
          environment: "node",
          // No `exclude` here: it would take the place of the command line's.
          include: ["{apps,e2e,conformance}/**/*.integration.test.ts"],
          ...patient,
        },
      },
      {
        extends: "./apps/web/vite.config.ts",
        root: "apps/web",
        test: {
          name: "web",
          environment: "happy-dom",
          include: ["src/**/*.test.{ts,tsx}"],
          testTimeout: 30_000,
        },
      },
    ],
  },
});
