import { useQuery } from "@tanstack/react-query";

import { Answered } from "../../shared/page";
import { t } from "../../shared/texts";
import { duration } from "./duration";
import { funnelQuery } from "./funnel-query";
import { Bars } from "./bars";
import type { ResultProps } from "./tools";

export default function FunnelResult({ span, given }: ResultProps) {
  const query = useQuery(funnelQuery(span, given));
  return (
    <Answered query={query}>
      {(steps) => (
        <Bars
          label={t("Funnel")}
          columns={[t("Step"), t("People"), t("Of the step before"), t("Of the first"), t("Median time")]}
          rows={steps.map((step) => ({
            share: step.fromFirst,
            cells: [
              step.name,
              step.people.toLocaleString(),
              percent(step.fromPrevious),
              percent(step.fromFirst),
              step.medianSeconds === null ? "–" : duration(step.medianSeconds),
            ],
          }))}
        />
      )}
    </Answered>
  );
}

function percent(share: number): string {
  return share.toLocaleString(undefined, { style: "percent", maximumFractionDigits: 1 });
}
