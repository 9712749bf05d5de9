import { Skeleton, Text } from "@mantine/core";
import { type ComponentProps, lazy, Suspense } from "react";

import { locale, t } from "../../shared/texts";
import classes from "../analytics.module.css";
import { changeOf } from "../change";
import type { Value } from "./csv";
import { ResultTable } from "./result-table";
import type { Look } from "./tools";

const Chart = lazy(() => import("./result-chart"));

interface Props extends Pick<ComponentProps<typeof ResultTable>, "shares" | "onOpen"> {
  look: Look | undefined;
  name: string;
  columns: string[];
  rows: Value[][];
  /** The rows of the time that these are compared with. */
  earlier?: Value[][] | undefined;
  /** The column that is drawn. */
  drawn: number;
  kind?: "bar" | "line";
  /** Whether the chart stands over the table where no look is asked for. */
  charted?: boolean;
  /** What one number tells of the report. */
  figure: FigureProps;
}

/** Rows of a report as they are asked for: drawn, as a table, or as the one number that matters. */
export function Rows({ look, drawn, kind = "bar", charted, figure, ...table }: Props) {
  const { name, columns, rows } = table;
  if (look === "number") return <Figure {...figure} />;
  return (
    <>
      {(look === "chart" || (look === undefined && charted)) && (
        <Suspense fallback={<Skeleton h={240} />}>
          <figure style={{ margin: 0 }} aria-label={t("{name} as a chart", { name })}>
            <Chart
              kind={kind}
              columns={[columns[0] ?? "", columns[drawn] ?? ""]}
              rows={rows.map((row) => [row[0] ?? null, row[drawn] ?? null])}
            />
          </figure>
        </Suspense>
      )}
      {look !== "chart" && <ResultTable key={columns.join()} {...table} />}
    </>
  );
}

interface FigureProps {
  label: string;
  value: string | number;
  earlier?: number | undefined;
}

/** One number, large. */
export function Figure({ label, value, earlier }: FigureProps) {
  return (
    <div className={classes.big}>
      <span className={classes.bigFigure}>
        {typeof value === "number" ? value.toLocaleString(locale, { maximumFractionDigits: 2 }) : value}
      </span>
      <Text size="sm" c="var(--muted)">
        {label}
        {earlier !== undefined && typeof value === "number" && ` · ${changeOf(value, earlier)}`}
      </Text>
    </div>
  );
}
