import { useQuery } from "@tanstack/react-query";

import { Answered } from "../../shared/page";
import { locale, t } from "../../shared/texts";
import { changeOf } from "../change";
import { duration } from "./duration";
import { FIRST_STEPS, funnelQuery } from "./funnel-query";
import { Bars } from "./bars";
import { Figure } from "./rows";
import { useStepNames } from "./step-names";
import type { ResultProps } from "./tools";

export default function FunnelResult({ span, earlier, given, look }: ResultProps) {
  const query = useQuery(funnelQuery(span, given));
  const names = useStepNames(given.steps ?? FIRST_STEPS);
  const before = useQuery({ ...funnelQuery(earlier ?? span, given), enabled: earlier !== undefined });
  const was = earlier && !before.isPlaceholderData ? before.data : undefined;
  const small = look === "chart";
  return (
    <Answered query={query}>
      {(steps) =>
        look === "number" ? (
          <Figure
            label={t("Came from the first step to the last")}
            value={percent(steps.at(-1)?.fromFirst ?? 0)}
          />
        ) : (
          <Bars
            label={t("Funnel")}
            columns={[
              t("Step"),
              t("People"),
              ...(was ? [t("Earlier")] : []),
              ...(small ? [] : [t("Of the step before")]),
              t("Of the first"),
              ...(small ? [] : [t("Median time")]),
            ]}
            rows={steps.map((step, place) => ({
              share: step.fromFirst,
              cells: [
                names[place] ?? step.name,
                step.people.toLocaleString(locale),
                ...(was ? [withChange(step.people, was[place]?.people ?? 0)] : []),
                ...(small ? [] : [percent(step.fromPrevious)]),
                percent(step.fromFirst),
                ...(small ? [] : [step.medianSeconds === null ? "–" : duration(step.medianSeconds)]),
              ],
            }))}
          />
        )
      }
    </Answered>
  );
}

function withChange(people: number, earlier: number): string {
  return `${earlier.toLocaleString(locale)} (${changeOf(people, earlier)})`;
}

function percent(share: number): string {
  return share.toLocaleString(locale, { style: "percent", maximumFractionDigits: 1 });
}
