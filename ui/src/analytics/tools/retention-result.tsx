import { keepPreviousData, useQuery } from "@tanstack/react-query";

import { api, data } from "../../api/client";
import { Answered, cell, Empty, PlainTable } from "../../shared/page";
import { locale, t } from "../../shared/texts";
import type { ResultProps } from "./tools";

export default function RetentionResult({ span, given }: ResultProps) {
  const { interval = "week" } = given;
  const query = useQuery({
    queryKey: ["retention", span, interval],
    placeholderData: keepPreviousData,
    queryFn: async ({ signal }) => {
      const params = { query: { ...span, interval } };
      return (await data(api.GET("/analytics/v2/hubstead/retention", { params, signal }))).results;
    },
  });
  return (
    <Answered query={query}>
      {(cohorts) => {
        if (cohorts.length === 0) return <Empty title={t("Nobody came in this period.")} />;
        const most = Math.max(...cohorts.map(({ returned }) => returned.length));
        const later = Array.from({ length: most - 1 }, (_, place) => `#+${place + 1}`);
        return (
          <PlainTable label={t("Retention")} columns={[t("First came"), `#${t("People")}`, ...later]}>
            {cohorts.map(({ period, people, returned }) => (
              <tr key={period}>
                <th scope="row">{period}</th>
                <td className={cell.number}>{people.toLocaleString(locale)}</td>
                {later.map((label, place) => (
                  <Again key={label} of={people} count={returned[place + 1]} />
                ))}
              </tr>
            ))}
          </PlainTable>
        );
      }}
    </Answered>
  );
}

function Again({ of, count }: { of: number; count: number | undefined }) {
  if (count === undefined) return <td />;
  const share = of ? count / of : 0;
  const strength = `${Math.round(share * 45)}%`;
  return (
    <td
      className={cell.number}
      style={{ background: `color-mix(in srgb, var(--mantine-color-pine-5) ${strength}, transparent)` }}
      title={count.toLocaleString(locale)}
    >
      {share.toLocaleString(locale, { style: "percent" })}
    </td>
  );
}
