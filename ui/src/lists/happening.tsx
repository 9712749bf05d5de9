import { Group, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { formsQuery } from "../crm/happenings";
import type { ObjectType } from "../crm/object-types";
import { noun, t } from "../shared/texts";
import { type Filter, textOf, without } from "./filter-tree";
import { choicesQuery } from "./lists-query";
import { Period } from "./period";

interface Props {
  type: ObjectType;
  filter: Filter;
  onChange: (filter: Filter) => void;
  listId?: string | undefined;
}

/** A condition that is not about a property. What only the API can say is shown as it is. */
export function Happening(props: Props) {
  const { filterType, listId } = props.filter;
  if (filterType === "IN_LIST" && listId !== undefined) return <InList {...props} />;
  if (filterType === "FORM_SUBMISSION") return <FormSent {...props} />;
  if (filterType === "PAGE_VIEW") return <PageSeen {...props} />;
  return <code style={{ flex: 1, overflowWrap: "anywhere" }}>{JSON.stringify(props.filter)}</code>;
}

function InList({ type, filter, onChange, listId }: Props) {
  const lists = useQuery(choicesQuery(type.id)).data ?? [];
  return (
    <Group gap="xs" align="flex-end" style={{ flex: 1 }}>
      <How
        label={t("Another list")}
        filter={filter}
        onChange={onChange}
        ways={{ IN_LIST: t("is in"), NOT_IN_LIST: t("is not in") }}
      />
      <Select
        size="xs"
        style={{ flex: "1 1 200px" }}
        label={t("List")}
        data={lists
          .filter((list) => list.listId !== listId)
          .map((list) => ({ value: list.listId, label: list.name }))}
        value={textOf(filter.listId) || null}
        onChange={(next) => onChange({ ...filter, listId: next ?? "" })}
        searchable
        nothingFoundMessage={t("No other list of {type}", { type: noun(type.plural) })}
      />
    </Group>
  );
}

function FormSent({ filter, onChange }: Props) {
  const forms = useQuery(formsQuery).data ?? [];
  const ever = without(filter, "pruningRefineBy");
  return (
    <Group gap="xs" align="flex-end" style={{ flex: 1 }}>
      <How
        label={t("A form")}
        filter={filter}
        onChange={(next) =>
          onChange(next.operator === "NOT_FILLED_OUT" ? { ...ever, operator: next.operator } : next)
        }
        ways={{ FILLED_OUT: t("was sent"), NOT_FILLED_OUT: t("was not sent") }}
      />
      <Select
        size="xs"
        style={{ flex: "1 1 200px" }}
        label={t("Form")}
        placeholder={t("any form")}
        data={forms}
        value={textOf(filter.formId) || null}
        onChange={(formId) => onChange({ ...filter, formId })}
        searchable
        clearable
      />
      {filter.operator === "FILLED_OUT" && (
        <Period of={filter} onChange={(next) => onChange(next as Filter)} />
      )}
    </Group>
  );
}

function PageSeen({ filter, onChange }: Props) {
  return (
    <Group gap="xs" align="flex-end" style={{ flex: 1 }}>
      <How
        label={t("A page")}
        filter={filter}
        onChange={onChange}
        ways={{
          HAS_PAGEVIEW_CONTAINS: t("was seen with, in its address,"),
          HAS_PAGEVIEW_EQ: t("was seen with the address"),
          HAS_PAGEVIEW_MATCHES_REGEX: t("was seen that matches"),
          NOT_HAS_PAGEVIEW_CONTAINS: t("was not seen with, in its address,"),
          NOT_HAS_PAGEVIEW_EQ: t("was not seen with the address"),
          NOT_HAS_PAGEVIEW_MATCHES_REGEX: t("was not seen that matches"),
        }}
      />
      <TextInput
        size="xs"
        style={{ flex: "1 1 200px" }}
        label={t("Address")}
        placeholder="/pricing"
        value={textOf(filter.pageUrl)}
        onChange={(event) => onChange({ ...filter, pageUrl: event.currentTarget.value })}
      />
      <Period of={filter} onChange={(next) => onChange(next as Filter)} />
    </Group>
  );
}

interface HowProps {
  label: string;
  filter: Filter;
  onChange: (filter: Filter) => void;
  ways: Record<string, string>;
}

function How({ label, filter, onChange, ways }: HowProps) {
  return (
    <Select
      size="xs"
      w={210}
      label={label}
      data={Object.entries(ways).map(([value, text]) => ({ value, label: text }))}
      value={String(filter.operator)}
      onChange={(operator) => operator && onChange({ ...filter, operator })}
      allowDeselect={false}
    />
  );
}
