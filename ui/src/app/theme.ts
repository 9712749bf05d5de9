import { createTheme, type MantineColorsTuple } from "@mantine/core";
import { t } from "../shared/texts";

/** Ink-green: the colour of what can be acted on. Shade 7 on white and 3 on black pass AA for text. */
const pine: MantineColorsTuple = [
  "#e9f6f3",
  "#d3eae5",
  "#a4d5cb",
  "#72beb0",
  "#4aab9a",
  "#2f9f8c",
  "#1c9885",
  "#0b7d6c",
  "#07695b",
  "#00584b",
];

export const theme = createTheme({
  primaryColor: "pine",
  primaryShade: { light: 7, dark: 7 },
  colors: { pine },
  defaultRadius: "md",
  fontFamily: 'ui-sans-serif, system-ui, -apple-system, "Segoe UI", Roboto, "Noto Sans", sans-serif',
  fontFamilyMonospace: 'ui-monospace, "SF Mono", "Cascadia Mono", Menlo, Consolas, monospace',
  headings: { fontWeight: "650" },
  cursorType: "pointer",
  respectReducedMotion: true,
  components: {
    Drawer: { defaultProps: { closeButtonProps: { "aria-label": t("Close") } } },
    // The place for the focus that it would have is not allowed within a menu.
    Menu: { defaultProps: { withInitialFocusPlaceholder: false } },
    Modal: { defaultProps: { closeButtonProps: { "aria-label": t("Close") } } },
    Button: { defaultProps: { size: "sm" } },
    TextInput: { defaultProps: { size: "sm" } },
    Select: { defaultProps: { size: "sm", checkIconPosition: "right" } },
  },
});
