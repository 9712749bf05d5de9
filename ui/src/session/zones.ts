import { locale } from "../shared/texts";

/** The names of all time zones, as this browser knows them; `chosen` is one of them even where it does not know it. */
export function timeZones(chosen: string): string[] {
  return [...new Set(["UTC", ...Intl.supportedValuesOf("timeZone"), chosen])];
}

/** The time zone that this browser is in. */
export function ownZone(): string {
  return new Intl.DateTimeFormat().resolvedOptions().timeZone || "UTC";
}

/** All currencies with their names, for choosing. */
export function currencyOptions(chosen: string): { value: string; label: string }[] {
  const names = new Intl.DisplayNames(locale, { type: "currency" });
  const codes = [...new Set([...Intl.supportedValuesOf("currency"), chosen])];
  return codes.map((value) => ({ value, label: `${value}: ${names.of(value) ?? value}` }));
}
