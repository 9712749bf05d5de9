import { useQuery } from "@tanstack/react-query";

import { Answered, Empty } from "../../shared/page";
import { t } from "../../shared/texts";
import { type Interval, partsOf } from "../period";
import { type Row, seriesQuery, valueOf } from "../reports";
import type { Named } from "./report-result";
import { isRate, METRIC_NAMES, metricsOf } from "./reports-list";
import { Rows } from "./rows";
import type { ResultProps } from "./tools";

interface Props extends ResultProps {
  report: Named;
  interval: Interval;
}

/** A report with a row for each day, week or month, whatever its breakdowns. */
export function ReportByPeriod({ span, earlier, look, report, interval }: Props) {
  const query = useQuery(seriesQuery(report.value, span, interval));
  const before = useQuery({
    ...seriesQuery(report.value, earlier ?? span, interval),
    enabled: earlier !== undefined,
  });
  const was = earlier && !before.isPlaceholderData ? before.data : undefined;
  return (
    <Answered query={query}>
      {(series) => {
        const metrics = metricsOf(Object.values(series));
        const [first] = metrics;
        if (first === undefined) return <Empty title={t("Nothing in this period.")} />;
        const days = partsOf(span, interval);
        // The first part beside the first, and so on: weeks and months begin elsewhere.
        const daysBefore = earlier ? partsOf(earlier, interval) : [];
        const sum = (rows: Record<string, Row>) =>
          Object.values(rows).reduce((all, row) => all + valueOf(row, first), 0);
        const values = (row: Row | undefined) => metrics.map((metric) => valueOf(row, metric));
        return (
          <Rows
            key={report.value}
            look={look}
            charted
            kind="line"
            name={report.label}
            columns={[t("From"), ...metrics.map((metric) => METRIC_NAMES[metric] ?? metric)]}
            rows={days.map((day) => [day, ...values(series[day])])}
            earlier={was && days.map((day, place) => [day, ...values(was[daysBefore[place] ?? ""])])}
            shares={[false, ...metrics.map(isRate)]}
            drawn={1}
            figure={{ label: METRIC_NAMES[first] ?? first, value: sum(series), earlier: was && sum(was) }}
          />
        );
      }}
    </Answered>
  );
}
