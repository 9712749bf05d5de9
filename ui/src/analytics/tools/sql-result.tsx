import { Button, Group, Skeleton, Text } from "@mantine/core";
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { lazy, Suspense } from "react";

import { FailureAlert } from "../../shared/failure-alert";
import { Empty } from "../../shared/page";
import { t } from "../../shared/texts";
import { ResultTable } from "./result-table";
import { sqlQuery } from "./sql-query";
import type { ResultProps } from "./tools";

const Chart = lazy(() => import("./result-chart"));

export default function SqlResult({ given }: ResultProps) {
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
  return (
    <>
      {chart !== "none" && (
        <Suspense fallback={<Skeleton h={240} />}>
          <Chart kind={chart} columns={columns} rows={rows} />
        </Suspense>
      )}
      {more && (
        <Text size="sm" px="md" pt="xs">
          {t("These are the first 1,000 rows; there are more.")}
        </Text>
      )}
      <ResultTable key={sql} name={t("Result")} columns={columns} rows={rows} />
    </>
  );
}
