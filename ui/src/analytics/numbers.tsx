import { Button, Group, Table } from "@mantine/core";
import { IconDownload, IconTable } from "@tabler/icons-react";
import { useState } from "react";

import { locale, t } from "../shared/texts";
import classes from "./analytics.module.css";
import { METRICS, type Row, valueOf } from "./reports";

/** The numbers behind the chart: as a table, and as a file. */
export function Numbers({ days, series }: { days: string[]; series: Record<string, Row> }) {
  const [shown, setShown] = useState(false);
  return (
    <>
      <Group gap="xs" mt="xs">
        <Button
          size="xs"
          variant="default"
          leftSection={<IconTable size={14} />}
          aria-expanded={shown}
          onClick={() => setShown(!shown)}
        >
          {shown ? t("Hide the table") : t("Show as a table")}
        </Button>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconDownload size={14} />}
          component="a"
          href={`data:text/csv;charset=utf-8,${encodeURIComponent(csvOf(days, series))}`}
          download={`traffic-${days[0] ?? ""}-${days.at(-1) ?? ""}.csv`}
        >
          {t("CSV")}
        </Button>
      </Group>
      {shown && (
        <div className={classes.numbers} tabIndex={0} role="region" aria-label={t("Numbers")}>
          <Table>
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("From")}</Table.Th>
                {METRICS.map(({ value, label }) => (
                  <Table.Th key={value} ta="right">
                    {label}
                  </Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {days.toReversed().map((day) => (
                <Table.Tr key={day}>
                  <Table.Td>{day}</Table.Td>
                  {METRICS.map(({ value }) => (
                    <Table.Td key={value} ta="right">
                      {valueOf(series[day], value).toLocaleString(locale)}
                    </Table.Td>
                  ))}
                </Table.Tr>
              ))}
            </Table.Tbody>
          </Table>
        </div>
      )}
    </>
  );
}

export function csvOf(days: string[], series: Record<string, Row>): string {
  const head = ["from", ...METRICS.map(({ value }) => value)];
  const rows = days.map((day) => [day, ...METRICS.map(({ value }) => valueOf(series[day], value))]);
  return [head, ...rows].map((row) => row.join(",")).join("\r\n") + "\r\n";
}
