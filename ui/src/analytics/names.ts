import { t } from "../shared/texts";

const SOURCES: Record<string, string> = {
  direct: "Direct traffic",
  organic: "Organic search",
  paid: "Paid search",
  "paid-social": "Paid social",
  social: "Organic social",
  email: "E-mail",
  referrals: "Referrals",
  other: t("Other campaigns"),
  offline: "Offline",
  "ai-referrals": "AI assistants",
};

/** What people call a row of a report. */
export function nameOf(report: string, drilled: boolean, breakdown: string): string {
  if (breakdown === "unknown") return "Unknown";
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
    return new Intl.DisplayNames(undefined, { type: "region" }).of(code.toUpperCase()) ?? code;
  } catch {
    return code;
  }
}

/** A page without what all pages have in common. */
export function page(address: string): string {
  return address.replace(/^https?:\/\//, "").replace(/(?<=.)\/$/, "");
}
