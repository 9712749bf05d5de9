import { t } from "../../shared/texts";

export const FIRST_REPORT = "pages";

/** The reports of the API that have rows, as docs/reports.md tells of them. */
export const REPORTS = [
  { value: "sources", label: t("Sources") },
  { value: "geolocation", label: t("Countries") },
  { value: "pages", label: t("All pages") },
  { value: "landing-pages", label: t("Landing pages") },
  { value: "standard-pages", label: t("Website pages") },
  { value: "blog-posts", label: t("Blog posts") },
  { value: "listing-pages", label: t("Listing pages") },
  { value: "knowledge-articles", label: t("Knowledge articles") },
  { value: "utm-campaigns", label: t("UTM campaigns") },
  { value: "utm-sources", label: t("UTM sources") },
  { value: "utm-mediums", label: t("UTM mediums") },
  { value: "utm-terms", label: t("UTM terms") },
  { value: "utm-contents", label: t("UTM contents") },
  { value: "forms", label: t("Forms") },
  { value: "event-completions", label: t("Events") },
];

/** Metrics in words, in the order of the table. */
export const METRIC_NAMES: Record<string, string> = {
  visits: t("Sessions"),
  visitors: t("New visitors"),
  rawViews: t("Page views"),
  entrances: t("Entrances"),
  exits: t("Exits"),
  formViews: t("Form views"),
  submissions: t("Submissions"),
  completions: t("Completions"),
  contacts: t("New contacts"),
  leads: t("Leads"),
  customers: t("Customers"),
  pageBounceRate: t("Bounce rate"),
  bounceRate: t("Bounce rate"),
  timePerSession: t("Seconds per session"),
  timePerPageview: t("Seconds per page view"),
  pageviewsPerSession: t("Page views per session"),
};
