import { type ComponentType, lazy } from "react";

import { t } from "../../shared/texts";
import type { Span } from "../period";
import type { Given } from "./given";

export interface FormProps {
  given: Given;
  onChange: (given: Given) => void;
}

export interface ResultProps {
  span: Span;
  given: Given;
}

/** A way to look at traffic and records: what a person chooses, and what comes of it. Both stand on its page, the result
 * on dashboards, too. */
export interface Tool {
  id: string;
  label: string;
  about: string;
  /** Whether it tells of all times, whatever the period. */
  timeless?: true;
  Form?: ComponentType<FormProps>;
  Result: ComponentType<ResultProps>;
}

export const TOOLS: readonly Tool[] = [
  {
    id: "reports",
    label: t("Reports"),
    about: t(
      "Every report of the period as a table: pages by kind, campaigns, forms, events and the others.",
    ),
    Form: lazy(() => import("./report-form")),
    Result: lazy(() => import("./report-result")),
  },
  {
    id: "funnel",
    label: t("Funnel"),
    about: t("How many people did one thing after the other, and how long they took."),
    Form: lazy(() => import("./funnel-form")),
    Result: lazy(() => import("./funnel-result")),
  },
  {
    id: "retention",
    label: t("Retention"),
    about: t("Of the people who first came at a time, how many came again later."),
    Form: lazy(() => import("./retention-form")),
    Result: lazy(() => import("./retention-result")),
  },
  {
    id: "paths",
    label: t("Paths"),
    about: t("What people looked at right before and right after a page."),
    Result: lazy(() => import("./paths-result")),
    Form: lazy(() => import("./paths-form")),
  },
  {
    id: "attribution",
    label: t("Revenue"),
    about: t("Which sources the deals won in the period came from."),
    Form: lazy(() => import("./attribution-form")),
    Result: lazy(() => import("./attribution-result")),
  },
  {
    id: "deals",
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
  return TOOLS.find((tool) => tool.id === id);
}
