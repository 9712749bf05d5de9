import { locale, t } from "../shared/texts";

/** How much more or less it is than before, in words that need no colour. */
export function changeOf(now: number, earlier: number): string {
  if (now === earlier) return t("as before");
  if (earlier === 0) return t("none before");
  const times = now / earlier;
  if (times >= 10) return t("▲ {times} times", { times: Math.round(times).toLocaleString(locale) });
  const percent = Math.round((100 * (now - earlier)) / Math.abs(earlier));
  return `${percent > 0 ? "▲ +" : percent < 0 ? "▼ " : ""}${percent.toLocaleString(locale)} %`;
}
