import { t } from "../../shared/texts";

export const FIRST_REPORT = "pages";

/** The reports of the API that have rows, as docs/reports.md tells of them. */
export const REPORTS = [
  { value: "totals", label: t("All traffic") },
  { value: "sessions", label: t("Devices and sources") },
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
  visibles: t("Forms seen"),
  interactions: t("Forms begun"),
  submissions: t("Submissions"),
  submissionsPerFormView: t("Submissions per form view"),
  ctaViews: t("CTA views"),
  completions: t("Completions"),
  contacts: t("New contacts"),
  subscribers: t("Subscribers"),
  leads: t("Leads"),
  marketingQualifiedLeads: t("Marketing qualified"),
  salesQualifiedLeads: t("Sales qualified"),
  opportunities: t("Opportunities"),
  customers: t("Customers"),
  pageBounceRate: t("Bounce rate"),
  bounceRate: t("Bounce rate"),
  timePerSession: t("Seconds per session"),
  timePerPageview: t("Seconds per page view"),
  pageviewsPerSession: t("Page views per session"),
  newVisitorSessionRate: t("Share of new visitors"),
  sessionToContactRate: t("Contacts per session"),
  contactToCustomerRate: t("Customers per contact"),
  desktop: t("Computers"),
  mobile: t("Phones"),
  others: t("Tablets and others"),
  organicSearch: t("Organic search"),
  paidSearch: t("Paid search"),
  emailMarketing: t("E-mail"),
  socialMedia: t("Organic social"),
  paidSocial: t("Paid social"),
  referrals: t("Referrals"),
  otherCampaigns: t("Other campaigns"),
  directTraffic: t("Direct traffic"),
  aiReferrals: t("AI assistants"),
};

/** Reports of one row: by period there is more to see. */
export const OF_ONE_ROW = ["totals", "sessions"];

/** Reports whose rows are pages by id, of which there are sources. */
export const OF_PAGES = [
  "landing-pages",
  "standard-pages",
  "blog-posts",
  "listing-pages",
  "knowledge-articles",
];

/** Whether a metric is a share of 1. */
export function isRate(metric: string): boolean {
  return metric.endsWith("Rate") || metric === "submissionsPerFormView";
}

/** The metrics that rows have, in the order of the table. */
export function metricsOf(rows: Record<string, unknown>[]): string[] {
  const there = new Set(rows.flatMap((row) => Object.keys(row)));
  return Object.keys(METRIC_NAMES).filter((metric) => there.has(metric));
}
