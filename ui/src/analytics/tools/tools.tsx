import { type ComponentType, lazy } from "react";

import { t } from "../../shared/texts";
import type { Scope } from "../scope";
import type { Given } from "./given";
import { OF_TRAFFIC } from "./reports-list";

export interface FormProps {
  given: Given;
  onChange: (given: Given) => void;
}

/** How a card of a dashboard shows a report. */
export type Look = "chart" | "table" | "number";

export interface ResultProps extends Scope {
  given: Given;
  /** Only this, where a card is asked for it; a page shows what it has. */
  look?: Look | undefined;
  /** Asks for something else by what stands in the result; absent on cards. */
  onGiven?: ((given: Given) => void) | undefined;
}

/** A way to look at traffic and records: what a person chooses, and what comes of it. Both stand on its page, the result
 * on dashboards, too. */
export interface Tool {
  id: string;
  label: string;
  about: string;
  /** Whether it tells of all times, whatever the period. */
  timeless?: true;
  /** Whether it shows what it compares with. */
  compares?: true;
  /** What the plan must include. */
  feature?: string;
  /** Whether it is for people who see all records only. */
  everything?: true;
  /** How cards can show it, the usual way first; absent where there is only one. */
  looks?: readonly Look[];
  Form?: ComponentType<FormProps>;
  Result: ComponentType<ResultProps>;
}

/** The page about traffic, whose panels can be saved one by one. */
export const TRAFFIC: Tool = {
  id: "traffic",
  label: t("Traffic"),
  feature: OF_TRAFFIC,
  about: t("How much traffic there is, and where it comes from."),
  compares: true,
  looks: ["chart", "number"],
  Result: lazy(() => import("./traffic-result")),
};

export const TOOLS: readonly Tool[] = [
  {
    id: "reports",
    compares: true,
    looks: ["table", "chart", "number"],
    label: t("Reports"),
    about: t(
      "Every report as a table, in total or by day, week or month: pages by kind, campaigns, forms, events and the others.",
    ),
    Form: lazy(() => import("./report-form")),
    Result: lazy(() => import("./report-result")),
  },
  {
    id: "funnel",
    feature: OF_TRAFFIC,
    compares: true,
    looks: ["chart", "number"],
    label: t("Funnel"),
    about: t("How many people did one thing after the other, and how long they took."),
    Form: lazy(() => import("./funnel-form")),
    Result: lazy(() => import("./funnel-result")),
  },
  {
    id: "people",
    feature: OF_TRAFFIC,
    label: t("People"),
    about: t("How many people came, whatever browsers they used: those who came twice count once."),
    compares: true,
    looks: ["chart", "table", "number"],
    Form: lazy(() => import("./interval-form")),
    Result: lazy(() => import("./people-result")),
  },
  {
    id: "retention",
    feature: OF_TRAFFIC,
    label: t("Retention"),
    about: t("Of the people who first came at a time, how many came again later."),
    Form: lazy(() => import("./interval-form")),
    Result: lazy(() => import("./retention-result")),
  },
  {
    id: "paths",
    feature: OF_TRAFFIC,
    compares: true,
    label: t("Paths"),
    about: t("What people looked at right before and right after a page."),
    Result: lazy(() => import("./paths-result")),
    Form: lazy(() => import("./paths-form")),
  },
  {
    id: "attribution",
    feature: OF_TRAFFIC,
    compares: true,
    looks: ["table", "chart", "number"],
    label: t("Revenue"),
    about: t("Which sources the deals won in the period came from."),
    Form: lazy(() => import("./attribution-form")),
    Result: lazy(() => import("./attribution-result")),
  },
  {
    id: "deals",
    feature: OF_TRAFFIC,
    everything: true,
    looks: ["chart", "table", "number"],
    timeless: true,
    label: t("Deals"),
    about: t(
      "What deals are worth and what to expect of them, whatever the period. For people who see all records.",
    ),
    Form: lazy(() => import("./deals-form")),
    Result: lazy(() => import("./deals-result")),
  },
  {
    id: "sql",
    feature: OF_TRAFFIC,
    everything: true,
    looks: ["table", "chart", "number"],
    timeless: true,
    label: "SQL",
    about: t(
      "Ask all traffic and all records. A question may take 30 seconds and shows 1,000 rows; whatever the period.",
    ),
    Form: lazy(() => import("./sql-form")),
    Result: lazy(() => import("./sql-result")),
  },
];

export function toolOf(id: string): Tool | undefined {
  return [TRAFFIC, ...TOOLS].find((tool) => tool.id === id);
}
