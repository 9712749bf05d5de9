import "@mantine/charts/styles.css";

import { BarChart, LineChart } from "@mantine/charts";

import { locale } from "../../shared/texts";
import type { Value } from "./csv";

interface Props {
  kind: string;
  columns: string[];
  rows: Value[][];
}

const MOST = 200;

/** The first column along, the second up. A table has the same numbers. */
export default function ResultChart({ kind, columns, rows }: Props) {
  if (rows.length === 0) return null;
  const points = rows
    .slice(0, MOST)
    .map((row) => ({ along: String(row[0] ?? "–"), up: Number(row[1] ?? 0) }));
  const both = {
    h: 240,
    p: "md",
    data: points,
    dataKey: "along",
    series: [{ name: "up", label: columns[1] ?? "", color: "pine.6" }],
    tickLine: "none" as const,
    gridAxis: "x" as const,
    yAxisProps: { width: 64 },
    valueFormatter: (value: number) => value.toLocaleString(locale, { maximumFractionDigits: 2 }),
  };
  return kind === "line" ? (
    <LineChart
      {...both}
      lineProps={{ isAnimationActive: false }}
      lineChartProps={{ accessibilityLayer: false }}
    />
  ) : (
    <BarChart
      {...both}
      barProps={{ isAnimationActive: false }}
      barChartProps={{ accessibilityLayer: false }}
    />
  );
}
