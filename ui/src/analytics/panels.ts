import { t } from "../shared/texts";

/** A part of the page about traffic, which dashboards can have, too. `report` is the API's. */
export interface Panel {
  id: string;
  label: string;
  report: string;
  metric: string;
  /** What the numbers count, said beside the title. */
  counts: string;
  /** How often one can go deeper into a row. */
  depth: number;
}

export const BREAKDOWNS: readonly Panel[] = [
  {
    id: "sources",
    label: t("Sources"),
    report: "sources",
    metric: "visits",
    counts: t("Sessions"),
    depth: 2,
  },
  { id: "pages", label: t("Pages"), report: "pages", metric: "rawViews", counts: t("Page views"), depth: 0 },
  {
    id: "geolocation",
    label: t("Countries"),
    report: "geolocation",
    metric: "visits",
    counts: t("Sessions"),
    depth: 2,
  },
  {
    id: "utm-campaigns",
    label: t("Campaigns"),
    report: "utm-campaigns",
    metric: "visits",
    counts: t("Sessions"),
    depth: 0,
  },
];

/** All parts of the page, by the names that saved reports have for them. */
export const PANELS: readonly { value: string; label: string }[] = [
  { value: "time", label: t("Traffic over time") },
  ...BREAKDOWNS.map(({ id, label }) => ({ value: id, label })),
  { value: "devices", label: t("Devices") },
  { value: "map", label: t("Map") },
];
