import { useQuery } from "@tanstack/react-query";

import { useProperties } from "../../crm/definitions";
import { formsQuery } from "../../crm/happenings";
import { t } from "../../shared/texts";
import type { Step } from "./given";

/** Says what the steps of a funnel are, by the names of forms and stages. */
export function useStepNames(steps: Step[]): string[] {
  const asksForms = steps.some(({ type, value }) => type === "form" && value);
  const forms = useQuery({ ...formsQuery, enabled: asksForms }).data ?? [];
  const stages = useProperties("contacts").get("lifecyclestage")?.options ?? [];
  return steps.map(({ type, value }) => {
    if (type === "visit") return t("Visited the site");
    if (type === "page") return value || t("Any page");
    if (type === "form") return value ? labelIn(forms, value) : t("Any form");
    return type === "lifecycle" ? labelIn(stages, value) : value;
  });
}

function labelIn(choices: { value: string; label: string }[], value: string): string {
  return choices.find((choice) => choice.value === value)?.label ?? value;
}
