import { useQuery } from "@tanstack/react-query";

import { pipelinesQuery, useOwners, useProperties } from "../../crm/definitions";
import { FailureAlert } from "../../shared/failure-alert";
import { Answered, Empty } from "../../shared/page";
import { t } from "../../shared/texts";
import type { Value } from "./csv";
import { QUESTIONS } from "./deals-sql";
import { Rows } from "./rows";
import { sqlQuery, tablesQuery } from "./sql-query";
import type { ResultProps } from "./tools";

const HEADS: Record<string, string> = {
  stage: t("Stage"),
  month: t("Month"),
  owner: t("Owner"),
  deals: t("Deals"),
  amount: t("Amount"),
  weighted: t("Weighted"),
  won: t("Won"),
  deals_won: t("Deals won"),
  deals_lost: t("Deals lost"),
  contacts: t("Contacts"),
};

export default function DealsResult({ given, look }: ResultProps) {
  const by = given.by !== undefined && given.by in QUESTIONS ? given.by : "stage";
  const question = QUESTIONS[by];
  const tables = useQuery(tablesQuery);
  const there =
    tables.data?.find(({ name }) => name === question?.table)?.columns.map(({ name }) => name) ?? [];
  const possible = question?.needs.every((name) => there.includes(name)) ?? false;
  const query = useQuery({ ...sqlQuery(question?.sql ?? ""), enabled: possible });
  const name = useNames(by);
  if (tables.error) return <FailureAlert error={tables.error} />;
  if (tables.data && !possible) return <Empty title={t("No records to count yet.")} />;
  return (
    <Answered query={query}>
      {(found) => {
        const columns = found.columns.map((column) => HEADS[column] ?? column);
        const rows = found.rows.map(([first = null, ...rest]) => [name(first), ...rest]);
        const drawn = Math.max(1, found.columns.indexOf("amount"));
        if (rows.length === 0) return <Empty title={t("No records to count yet.")} />;
        const sum = rows.reduce((all, row) => all + Number(row[drawn] ?? 0), 0);
        return (
          <Rows
            key={by}
            look={look}
            charted
            name={t("Deals")}
            columns={columns}
            rows={rows}
            drawn={drawn}
            figure={{ label: columns[drawn] ?? "", value: sum }}
          />
        );
      }}
    </Answered>
  );
}

/** The first column in words. */
function useNames(by: string): (value: Value) => Value {
  const owners = useOwners();
  const pipelines = useQuery({ ...pipelinesQuery("deals"), enabled: by === "stage" }).data ?? [];
  const stages = useProperties("contacts").get("lifecyclestage")?.options ?? [];
  return (value) => {
    if (value === null || value === "") return t("None");
    const key = String(value);
    if (by === "owner") return owners.get(key) ?? key;
    if (by === "lifecycle") return stages.find((each) => each.value.toLowerCase() === key)?.label ?? key;
    if (by !== "stage") return key;
    for (const pipeline of pipelines)
      for (const stage of pipeline.stages)
        if (`${pipeline.id} ${stage.id}`.toLowerCase() === key)
          return pipelines.length > 1 ? `${pipeline.label}: ${stage.label}` : stage.label;
    return key;
  };
}
