import { useQuery } from "@tanstack/react-query";

import { Answered, Empty } from "../../shared/page";
import { t } from "../../shared/texts";
import { nameOf } from "../names";
import { useReports } from "../offered";
import { intervalOf } from "../period";
import { type Row, totalQuery, valueOf } from "../reports";
import type { Value } from "./csv";
import { PageReport } from "./page-report";
import { ReportByPeriod } from "./report-by-period";
import { FIRST_REPORT, isRate, METRIC_NAMES, metricsOf, OF_ONE_ROW, OF_PAGES, REPORTS } from "./reports-list";
import { Rows } from "./rows";
import type { ResultProps } from "./tools";

const MOST_ROWS = 1_000;
/** What was earlier may be of less weight then: as many rows as the server gives. */
const MOST_EARLIER = 10_000;
const BARS = 12;
const INTERVALS = ["daily", "weekly", "monthly"] as const;

/** A report of the API: all its rows, one for each part of the period, or the sources of one page. */
export default function ReportResult(props: ResultProps) {
  const { given, span } = props;
  const { first } = useReports();
  const report = REPORTS.find(({ value }) => value === given.report) ?? first ?? NO_REPORT;
  const chosen = INTERVALS.find((each) => each === given.interval);
  const interval = chosen ?? (OF_ONE_ROW.includes(report.value) ? intervalOf(span) : undefined);
  // The key: of another report, not even the last answer is shown.
  const key = report.value;
  if (interval) return <ReportByPeriod key={key} {...props} report={report} interval={interval} />;
  if (given.page && OF_PAGES.includes(report.value))
    return <PageReport key={key} {...props} report={report} page={given.page} />;
  return <InTotal key={key} {...props} report={report} />;
}

export interface Named {
  value: string;
  label: string;
}

const NO_REPORT: Named = { value: FIRST_REPORT, label: t("All pages") };

function InTotal({ span, earlier, given, look, onGiven, report }: ResultProps & { report: Named }) {
  const query = useQuery(totalQuery(report.value, span, [], MOST_ROWS));
  const before = useQuery({
    ...totalQuery(report.value, earlier ?? span, [], MOST_EARLIER),
    enabled: earlier !== undefined,
  });
  const was = earlier && !before.isPlaceholderData ? before.data : undefined;
  const open = (row: Value[]) => onGiven?.({ ...given, page: String(row[0]) });
  return (
    <Answered query={query}>
      {({ breakdowns, totals }) => {
        const rows = breakdowns as Row[];
        if (rows.length === 0) return <Empty title={t("Nothing in this period.")} />;
        const metrics = metricsOf(rows);
        const [first = "visits"] = metrics;
        const heads = metrics.map((metric) => METRIC_NAMES[metric] ?? metric);
        return (
          <Rows
            look={look}
            name={report.label}
            columns={[t("Name"), ...heads]}
            rows={valuesOf(report.value, look === "chart" ? rows.slice(0, BARS) : rows, metrics)}
            earlier={was && valuesOf(report.value, was.breakdowns, metrics)}
            shares={[false, ...metrics.map(isRate)]}
            onOpen={onGiven && OF_PAGES.includes(report.value) ? open : undefined}
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
