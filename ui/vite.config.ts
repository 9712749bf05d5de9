import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

/** Where `scripts/ui` finds the API; the dev server passes on whatever is not a file of its own. */
const server = process.env.HUBSTEAD_URL ?? "http://127.0.0.1:8080";
const API = "^/(?!app|src|node_modules|@|index\\.html|$)";

export default defineConfig(({ command }) => ({
  plugins: [react()],
  base: command === "build" ? "/app-files/" : "/",
  build: {
    outDir: "../src/hubstead/ui/build",
    emptyOutDir: true,
    assetsDir: ".",
    target: ["chrome123", "firefox120", "safari17.5"],
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
  },
  server: { port: 5173, proxy: { [API]: { target: server } } },
  test: { include: ["src/**/*.test.{ts,tsx}"] },
}));
