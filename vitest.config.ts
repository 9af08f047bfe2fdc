import { defineConfig } from "vitest/config";

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
          // Namespaces, processes and databases are set up in hooks, on machines that may be very busy.
          hookTimeout: 90_000,
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
