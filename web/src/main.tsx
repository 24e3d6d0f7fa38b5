import "./api/zod-without-eval.ts";
import "@fontsource-variable/noto-sans-sc/index.css";
import "./ui/base.css";
import "./ui/parts.css";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";
import { createQueryClient } from "./api/queries.ts";
import { startI18n } from "./i18n/index.ts";
import { router } from "./routes.tsx";
import { ThemeProvider } from "./ui/theme.tsx";

await startI18n();

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");

createRoot(root).render(
  <StrictMode>
    <ThemeProvider>
      <QueryClientProvider client={createQueryClient()}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ThemeProvider>
  </StrictMode>,
);
