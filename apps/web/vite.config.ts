import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** A hub on this machine serves the data while the page itself comes from vite. */
const HUB = "http://127.0.0.1:3000";

export default defineConfig({
  plugins: [react(), tailwindcss()],
  resolve: { alias: { "@": new URL("./src", import.meta.url).pathname } },
  worker: { format: "es" },
  server: { proxy: { "/api": HUB, "/socket.io": { target: HUB, ws: true } } },
  build: {
    target: "es2022",
    outDir: "out",
    emptyOutDir: true,
    // The hub's content policy lets scripts, fonts and images come from its own origin only.
    assetsInlineLimit: 0,
    rolldownOptions: {
      output: {
        codeSplitting: {
          // Libraries change more rarely than the page: a browser keeps them over an update.
          groups: [
            // Only the editor's page asks for these.
            { name: "editor", test: /[\\/](@codemirror|@lezer|@marijn|crelt|style-mod|w3c-keyname)[\\/]/, priority: 2 },
            { name: "libraries", test: /node_modules/, priority: 1 },
          ],
        },
      },
    },
    chunkSizeWarningLimit: 800,
  },
});
