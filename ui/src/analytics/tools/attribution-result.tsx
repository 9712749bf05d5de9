import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { api, data } from "../../api/client";
import { Answered, Empty } from "../../shared/page";
import { t } from "../../shared/texts";
import { nameOf } from "../names";
import { ResultTable } from "./result-table";
import type { ResultProps } from "./tools";

export default function AttributionResult({ span, given }: ResultProps) {
  const { model = "first", by = "source" } = given;
  const query = useQuery({
    queryKey: ["attribution", span, model, by],
    placeholderData: keepPreviousData,
    retry: false,
    queryFn: ({ signal }) => {
      const params = { query: { ...span, model, by } };
      return data(api.GET("/analytics/v2/hubstead/attribution", { params, signal }));
    },
  });
  return (
    <Answered query={query}>
      {({ results }) =>
        results.length === 0 ? (
          <Empty title={t("No deal was won in this period.")} />
        ) : (
          <ResultTable
            name={t("Revenue by source")}
            columns={[t("Source"), ...(by === "detail" ? [t("Detail")] : []), t("Deals"), t("Revenue")]}
            rows={results.map(({ source, detail, deals, revenue }) => [
              nameOf("sources", false, source),
              ...(by === "detail" ? [detail || "–"] : []),
              deals,
              revenue,
            ])}
          />
        )
      }
    </Answered>
  );
}
