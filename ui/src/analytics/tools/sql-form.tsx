import { Button, Group, Select, Text, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { t } from "../../shared/texts";
import { earlier, remember } from "./sql-history";
import { tablesQuery } from "./sql-query";
import type { FormProps } from "./tools";

const EXAMPLE = "SELECT source, count(*) AS sessions\nFROM sessions\nGROUP BY source\nORDER BY sessions DESC";

export default function SqlForm({ given, onChange }: FormProps) {
  const [sql, setSql] = useState(given.sql ?? earlier()[0] ?? EXAMPLE);
  const [shown, setShown] = useState(given.sql);
  if (given.sql !== shown) {
    setShown(given.sql);
    if (given.sql !== undefined) setSql(given.sql);
  }
  const tables = useQuery(tablesQuery).data ?? [];
  const [table, setTable] = useState<string | null>(null);
  const columns = tables.find(({ name }) => name === table)?.columns ?? [];
  const run = () => {
    remember(sql);
    onChange({ ...given, sql });
  };
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        run();
      }}
    >
      <Textarea
        label={t("A SELECT, in the SQL of DuckDB")}
        rows={8}
        spellCheck={false}
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 13 } }}
        value={sql}
        onChange={(event) => setSql(event.currentTarget.value)}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey)) return;
          event.preventDefault();
          run();
        }}
      />
      <Group mt="sm" align="flex-end">
        <Button type="submit">{t("Run (Ctrl Enter)")}</Button>
        <Select
          w={120}
          allowDeselect={false}
          aria-label={t("Chart")}
          data={[
            { value: "none", label: t("Table") },
            { value: "bar", label: t("Bars") },
            { value: "line", label: t("Lines") },
          ]}
          value={given.chart ?? "none"}
          onChange={(chart) => chart && onChange({ ...given, chart })}
        />
        <Select
          aria-label={t("Earlier questions")}
          placeholder={t("Earlier questions")}
          data={earlier()}
          value={null}
          onChange={(chosen) => chosen && setSql(chosen)}
        />
        <Select
          aria-label={t("Columns of a table")}
          placeholder={t("Columns of a table")}
          searchable
          data={tables.map(({ name }) => name)}
          value={table}
          onChange={setTable}
        />
      </Group>
      {columns.length > 0 && (
        <Text size="xs" c="var(--muted)" mt="xs" mah={120} style={{ overflow: "auto" }} tabIndex={0}>
          {columns.map(({ name, type }) => `${name} ${type.toLowerCase()}`).join(", ")}
        </Text>
      )}
    </form>
  );
}
