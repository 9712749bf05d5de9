import { locale, t } from "../shared/texts";

const SOURCES: Record<string, string> = {
  direct: t("Direct traffic"),
  organic: t("Organic search"),
  paid: t("Paid search"),
  "paid-social": t("Paid social"),
  social: t("Organic social"),
  email: t("E-mail"),
  referrals: t("Referrals"),
  other: t("Other campaigns"),
  offline: t("Offline"),
  "ai-referrals": t("AI assistants"),
};

/** What people call a row of a report. */
export function nameOf(report: string, drilled: boolean, breakdown: string): string {
  if (breakdown === "unknown") return t("Unknown");
  if (report === "sources" && !drilled) return SOURCES[breakdown] ?? breakdown;
  if (report === "geolocation" && !drilled) return country(breakdown);
  if (report === "pages") return page(breakdown);
  return breakdown;
}

/** Sources in the words of the real-time view, which are those of a contact's properties. */
export function sourceOf(name: string): string {
  const words = name.toLowerCase().replaceAll("_", " ");
  return words.slice(0, 1).toUpperCase() + words.slice(1);
}

export function country(code: string): string {
  try {
    return new Intl.DisplayNames(locale, { type: "region" }).of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
}

/** A page without what all pages have in common. */
export function page(address: string): string {
  return address.replace(/^https?:\/\//, "").replace(/(?<=.)\/$/, "");
}
