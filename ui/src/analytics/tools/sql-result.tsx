import { Button, Group, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";

import { FailureAlert } from "../../shared/failure-alert";
import { Empty } from "../../shared/page";
import { t } from "../../shared/texts";
import { drawnColumn, type Value } from "./csv";
import { Rows } from "./rows";
import { sqlQuery } from "./sql-query";
import type { ResultProps } from "./tools";

export default function SqlResult({ given, look }: ResultProps) {
  const { sql = "", chart = "none" } = given;
  const options = sqlQuery(sql);
  const query = useQuery(options);
  const client = useQueryClient();
  if (!sql.trim()) return <Empty title={t("Run a question to see its rows here.")} />;
  if (query.isFetching)
    return (
      <Group p="md">
        <Text role="status">{t("Running …")}</Text>
        <Button size="xs" variant="default" onClick={() => void client.cancelQueries(options)}>
          {t("Cancel")}
        </Button>
      </Group>
    );
  if (query.error) return <FailureAlert error={query.error} />;
  if (!query.data) return <Empty title={t("Cancelled")} />;
  const { columns, rows, more } = query.data;
  const drawn = drawnColumn(rows, columns.length);
  return (
    <>
      {more && look !== "number" && (
        <Text size="sm" px="md" pt="xs">
          {t("These are the first 1,000 rows; there are more.")}
        </Text>
      )}
      <Rows
        look={look === "chart" && drawn < 0 ? "table" : look}
        charted={chart !== "none" && drawn >= 0}
        kind={chart === "line" ? "line" : "bar"}
        name={t("Result")}
        columns={columns}
        rows={rows}
        drawn={drawn}
        figure={figureOf(columns, rows[0] ?? [])}
      />
    </>
  );
}

/** The first number of the first row; its first value where there is none. */
function figureOf(columns: string[], row: Value[]) {
  const place = Math.max(
    0,
    row.findIndex((value) => typeof value === "number"),
  );
  const value = row[place] ?? null;
  return { label: columns[place] ?? "", value: typeof value === "number" ? value : String(value ?? "–") };
}
