import { useQuery } from "@tanstack/react-query";

import { Answered, Empty } from "../../shared/page";
import { t } from "../../shared/texts";
import { nameOf } from "../names";
import { type Row, totalQuery, valueOf } from "../reports";
import type { Value } from "./csv";
import { FIRST_REPORT, METRIC_NAMES, REPORTS } from "./reports-list";
import { Rows } from "./rows";
import type { ResultProps } from "./tools";

const MOST_ROWS = 1_000;
/** What was earlier may be of less weight then: as many rows as the server gives. */
const MOST_EARLIER = 10_000;
const BARS = 12;

export default function ReportResult({ span, earlier, given, look }: ResultProps) {
  const report = REPORTS.find(({ value }) => value === given.report)?.value ?? FIRST_REPORT;
  const query = useQuery(totalQuery(report, span, [], MOST_ROWS));
  const before = useQuery({
    ...totalQuery(report, earlier ?? span, [], MOST_EARLIER),
    enabled: earlier !== undefined,
  });
  const was = earlier && !before.isPlaceholderData ? before.data : undefined;
  return (
    <Answered query={query}>
      {({ breakdowns, totals }) => {
        const rows = breakdowns as Row[];
        if (rows.length === 0) return <Empty title={t("Nothing in this period.")} />;
        const there = new Set(rows.flatMap((row) => Object.keys(row)));
        const metrics = Object.keys(METRIC_NAMES).filter((metric) => there.has(metric));
        const [first = "visits"] = metrics;
        const heads = metrics.map((metric) => METRIC_NAMES[metric] ?? metric);
        return (
          <Rows
            key={report}
            look={look}
            name={REPORTS.find(({ value }) => value === report)?.label ?? report}
            columns={[t("Name"), ...heads]}
            rows={valuesOf(report, look === "chart" ? rows.slice(0, BARS) : rows, metrics)}
            earlier={was && valuesOf(report, was.breakdowns, metrics)}
            drawn={1}
            figure={{
              label: heads[0] ?? "",
              value: valueOf(totals, first),
              earlier: was && valueOf(was.totals, first),
            }}
          />
        );
      }}
    </Answered>
  );
}

function valuesOf(report: string, rows: Row[], metrics: string[]): Value[][] {
  return rows.map((row) => [
    report === "forms" || report === "event-completions"
      ? String(row.meta || row.breakdown)
      : nameOf(report, false, String(row.breakdown)),
    ...metrics.map((metric) => valueOf(row, metric)),
  ]);
}
