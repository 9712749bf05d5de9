import "./app/styles";

import { MantineProvider } from "@mantine/core";
import { QueryClientProvider } from "@tanstack/react-query";
import { RouterProvider } from "@tanstack/react-router";
import { StrictMode } from "react";
import { createRoot } from "react-dom/client";

import { queryClient } from "./app/query-client";
import { router } from "./app/router";
import { submitOnce } from "./app/submit-once";
import { theme } from "./app/theme";
import { loadWhenNeeded } from "./app/when-needed";
import { renewTexts } from "./shared/language";
import { Toaster } from "./shared/toaster";

const root = document.getElementById("root");
if (!root) throw new Error("index.html has no #root");
createRoot(root).render(
  <StrictMode>
    <MantineProvider theme={theme} defaultColorScheme="auto">
      <Toaster />
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </MantineProvider>
  </StrictMode>,
);
submitOnce();
loadWhenNeeded();
void renewTexts();
