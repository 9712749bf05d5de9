import "@mantine/charts/styles.css";

import { BarChart, LineChart } from "@mantine/charts";

import type { Value } from "./csv";

interface Props {
  kind: string;
  columns: string[];
  rows: Value[][];
}

const MOST = 200;

/** The first column along, the first column of numbers after it up. The table below has the same numbers. */
export default function ResultChart({ kind, columns, rows }: Props) {
  const up = columns.findIndex((_, column) => column > 0 && rows.every((row) => isNumber(row[column])));
  if (up < 0 || rows.length === 0) return null;
  const points = rows
    .slice(0, MOST)
    .map((row) => ({ along: String(row[0] ?? "–"), up: Number(row[up] ?? 0) }));
  const both = {
    h: 240,
    p: "md",
    data: points,
    dataKey: "along",
    series: [{ name: "up", label: columns[up] ?? "", color: "pine.6" }],
    tickLine: "none" as const,
    gridAxis: "x" as const,
    yAxisProps: { width: 64 },
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

function isNumber(value: Value | undefined): boolean {
  return value === null || typeof value === "number";
}
