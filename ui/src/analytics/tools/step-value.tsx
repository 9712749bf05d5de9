import { Select, type SelectProps, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { useProperties } from "../../crm/definitions";
import { eventsQuery, formsQuery } from "../../crm/happenings";
import { t } from "../../shared/texts";
import type { StepType } from "./given";

interface Props {
  value: string;
  label: string;
  onChange: (value: string) => void;
}

/** What a step of a funnel is about, chosen by its name where it has one. A visit is about nothing. */
export const STEP_VALUES: Partial<Record<StepType, (props: Props) => React.ReactNode>> = {
  page: PagePath,
  form: FormChoice,
  event: EventChoice,
  lifecycle: StageChoice,
};

function PagePath({ value, label, onChange }: Props) {
  return (
    <TextInput
      flex={WIDE}
      aria-label={label}
      placeholder={t("Path, for example /pricing; any if empty")}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}

function FormChoice(props: Props) {
  const forms = useQuery(formsQuery).data ?? [];
  return <Choice {...props} data={forms} placeholder={t("Any form")} clearable />;
}

function EventChoice(props: Props) {
  const events = useQuery(eventsQuery).data ?? [];
  const data = events.map((name) => ({ value: name, label: name }));
  return <Choice {...props} data={data} placeholder={t("Which event")} required />;
}

function StageChoice(props: Props) {
  const stages = useProperties("contacts").get("lifecyclestage")?.options ?? [];
  return <Choice {...props} data={stages} placeholder={t("Which stage")} required />;
}

const WIDE = "1 1 220px";

interface ChoiceProps extends Props, Pick<SelectProps, "placeholder" | "clearable" | "required"> {
  data: { value: string; label: string }[];
}

/** What was chosen before stays visible, though it may be gone, or not have arrived yet. */
function Choice({ value, label, onChange, data, ...rest }: ChoiceProps) {
  const isKnown = !value || data.some((each) => each.value === value);
  return (
    <Select
      flex={WIDE}
      aria-label={label}
      searchable
      allowDeselect={false}
      data={isKnown ? data : [...data, { value, label: value }]}
      value={value || null}
      onChange={(next) => onChange(next ?? "")}
      nothingFoundMessage={t("None with this name.")}
      {...rest}
    />
  );
}
