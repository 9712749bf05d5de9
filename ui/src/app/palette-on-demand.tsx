import { useHotkeys } from "@mantine/hooks";
import { lazy, Suspense, useCallback, useEffect, useState } from "react";

const load = () => import("./palette");
const Palette = lazy(load);

/** The command palette is loaded behind the page, so that no key is lost to its coming; it opens each time that `asked`
 * grows. */
export function usePalette() {
  const [asked, setAsked] = useState(0);
  const open = useCallback(() => setAsked((times) => times + 1), []);
  useEffect(() => {
    const idle = setTimeout(() => void load().catch(() => undefined), 1_500); // it is tried again when it is asked for
    return () => clearTimeout(idle);
  }, []);
  useHotkeys([
    ["mod+K", open],
    ["/", open],
  ]);
  return { asked, open };
}

export function PaletteOnDemand({ palette }: { palette: { asked: number } }) {
  if (palette.asked === 0) return null;
  return (
    <Suspense>
      <Palette asked={palette.asked} />
    </Suspense>
  );
}
