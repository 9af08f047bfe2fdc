import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** A hub on this machine serves the data while the page itself comes from vite. */
const HUB = "http://127.0.0.1:3000";

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  server: { proxy: { "/api": HUB, "/socket.io": { target: HUB, ws: true } } },
  test: { testTimeout: 30_000 },
  build: {
    target: "es2022",
    outDir: "out",
    emptyOutDir: true,
    // The hub's content policy lets scripts, fonts and images come from its own origin only.
    assetsInlineLimit: 0,
    // Libraries change more rarely than the page: a browser keeps them over an update.
    rolldownOptions: { output: { codeSplitting: { groups: [{ name: "libraries", test: /node_modules/ }] } } },
    chunkSizeWarningLimit: 800,
  },
});
