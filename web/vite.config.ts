import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

// A tool demands the default export.
export default defineConfig({
  plugins: [react()],
  // The server replaces the placeholder by a fresh nonce in every answer.
  html: { cspNonce: "__CSP_NONCE__" },
  server: { proxy: { "/api": "http://127.0.0.1:8080", "/docs": "http://127.0.0.1:8080" } },
  build: {
    outDir: "dist",
    emptyOutDir: true,
    // Small font slices inlined as data: URIs would break `font-src 'self'`.
    assetsInlineLimit: 0,
    chunkSizeWarningLimit: 900,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            // Schemas are made in the chunk that holds them: zod's setting must stand in the same
            // one, before them, or it comes too late.
            {
              name: "contract",
              test: /node_modules[\\/]zod[\\/]|[\\/]contract[\\/]|zod-without-eval/,
            },
            { name: "echarts", test: /node_modules[\\/](echarts|zrender)[\\/]/ },
            { name: "antd", test: /node_modules[\\/](antd|@ant-design|@rc-component)[\\/]/ },
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
          ],
        },
      },
    },
  },
});
