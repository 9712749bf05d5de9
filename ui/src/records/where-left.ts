import { type RefObject, useEffect, useRef, useState } from "react";

import { keep, keptAt, useEntry } from "../shared/kept";

/** Scroll a table to where it was left once it has rows, and to the top when other rows come (`what`). Answers where it was
 * left. */
export function useWhereLeft(scroll: RefObject<HTMLDivElement | null>, what: string, hasRows: boolean) {
  const entry = useEntry();
  const [left] = useState(() => keptAt(entry, "scroll", 0));
  const next = useRef(left);
  useEffect(() => {
    if (!hasRows) return;
    scroll.current?.scrollTo({ top: next.current });
    next.current = 0;
  }, [what, hasRows, scroll]);
  useEffect(() => {
    const box = scroll.current;
    const remember = () => keep(entry, "scroll", box?.scrollTop);
    box?.addEventListener("scroll", remember, { passive: true });
    return () => box?.removeEventListener("scroll", remember);
  }, [entry, scroll]);
  return left;
}
