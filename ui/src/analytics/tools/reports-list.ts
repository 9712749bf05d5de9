import { t } from "../../shared/texts";

export const FIRST_REPORT = "pages";

export interface Report {
  value: string;
  label: string;
  /** What the plan must include. */
  feature?: string;
}

/** Without reports of traffic, a plan has nothing else that follows from it. */
export const OF_TRAFFIC = "traffic-analytics";

/** The reports of the API that have rows, as docs/reports.md tells of them. */
export const REPORTS: readonly Report[] = [
  { value: "totals", label: t("All traffic"), feature: OF_TRAFFIC },
  { value: "sessions", label: t("Devices and sources"), feature: OF_TRAFFIC },
  { value: "sources", label: t("Sources"), feature: "source-reports" },
  { value: "geolocation", label: t("Countries"), feature: "source-reports" },
  { value: "pages", label: t("All pages"), feature: "page-reports" },
  { value: "landing-pages", label: t("Landing pages"), feature: OF_TRAFFIC },
  { value: "standard-pages", label: t("Website pages"), feature: OF_TRAFFIC },
  { value: "blog-posts", label: t("Blog posts"), feature: OF_TRAFFIC },
  { value: "listing-pages", label: t("Listing pages"), feature: OF_TRAFFIC },
  { value: "knowledge-articles", label: t("Knowledge articles"), feature: OF_TRAFFIC },
  { value: "utm-campaigns", label: t("UTM campaigns"), feature: OF_TRAFFIC },
  { value: "utm-sources", label: t("UTM sources"), feature: OF_TRAFFIC },
  { value: "utm-mediums", label: t("UTM mediums"), feature: OF_TRAFFIC },
  { value: "utm-terms", label: t("UTM terms"), feature: OF_TRAFFIC },
  { value: "utm-contents", label: t("UTM contents"), feature: OF_TRAFFIC },
  { value: "forms", label: t("Forms") },
  { value: "event-completions", label: t("Events"), feature: "event-completion-reports" },
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
