import { useQuery } from "@tanstack/react-query";

import { Answered, Empty } from "../../shared/page";
import { t } from "../../shared/texts";
import { nameOf } from "../names";
import { type Row, totalQuery } from "../reports";
import { FIRST_REPORT, METRIC_NAMES, REPORTS } from "./reports-list";
import { ResultTable } from "./result-table";
import type { ResultProps } from "./tools";

const MOST_ROWS = 1_000;

export default function ReportResult({ span, given }: ResultProps) {
  const report = REPORTS.find(({ value }) => value === given.report)?.value ?? FIRST_REPORT;
  const query = useQuery(totalQuery(report, span, [], MOST_ROWS));
  return (
    <Answered query={query}>
      {({ breakdowns }) => {
        const rows = breakdowns as Row[];
        if (rows.length === 0) return <Empty title={t("Nothing in this period.")} />;
        const there = new Set(rows.flatMap((row) => Object.keys(row)));
        const metrics = Object.keys(METRIC_NAMES).filter((metric) => there.has(metric));
        return (
          <ResultTable
            key={report}
            name={REPORTS.find(({ value }) => value === report)?.label ?? report}
            columns={[t("Name"), ...metrics.map((metric) => METRIC_NAMES[metric] ?? metric)]}
            rows={rows.map((row) => [
              report === "forms" || report === "event-completions"
                ? String(row.meta || row.breakdown)
                : nameOf(report, false, String(row.breakdown)),
              ...metrics.map((metric) => Number(row[metric] ?? 0)),
            ])}
          />
        );
      }}
    </Answered>
  );
}
