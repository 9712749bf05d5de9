import { Group, MultiSelect, NumberInput, Select, TagsInput, TextInput } from "@mantine/core";
import { Suspense } from "react";

import { type Property, useOwners, useProperties } from "../crm/definitions";
import { isOwner } from "../crm/format";
import type { ObjectType } from "../crm/object-types";
import { useSurroundings } from "../crm/surroundings";
import { lazySoon } from "../shared/lazy-soon";
import { t } from "../shared/texts";
import { type Condition, conditionOf, conditionsFor, dayOf, operationOf, withDay } from "./conditions";
import { type Filter, type Operation, textOf } from "./filter-tree";

const MomentInput = lazySoon(() => import("../crm/moment-input"));
const DAY = 86_400_000;

interface Props {
  type: ObjectType;
  filter: Filter;
  onChange: (filter: Filter) => void;
}

/** A condition on a property: how it compares, and with what. What only the API can say is shown as it is. */
export function PropertyCondition({ type, filter, onChange }: Props) {
  const property = useProperties(type.name).get(filter.property ?? "");
  const operation = filter.operation;
  if (!property || !operation) return <code>{filter.property}</code>;
  const all = conditionsFor(property);
  const chosen = conditionOf(operation, all);
  const set = (next: Operation) => onChange({ ...filter, operation: next });
  return (
    <Group gap="xs" align="flex-end" style={{ flex: 1 }}>
      <Select
        size="xs"
        w={210}
        label={property.label}
        data={all.map((each) => ({ value: keyOf(each), label: each.label }))}
        value={chosen ? keyOf(chosen) : null}
        placeholder={t("as the API says")}
        onChange={(key) => {
          const next = all.find((each) => keyOf(each) === key);
          if (next) set(operationOf(next, operation));
        }}
        allowDeselect={false}
        searchable
      />
      {chosen ? (
        <Against type={type} property={property} condition={chosen} operation={operation} onChange={set} />
      ) : (
        <code style={{ overflowWrap: "anywhere" }}>{JSON.stringify(operation)}</code>
      )}
    </Group>
  );
}

function keyOf({ operationType, operator }: Condition): string {
  return `${operationType} ${operator}`;
}

interface AgainstProps {
  type: ObjectType;
  property: Property;
  condition: Condition;
  operation: Operation;
  onChange: (operation: Operation) => void;
}

/** The inputs for what a property is compared with. */
function Against({ type, property, condition, operation, onChange }: AgainstProps) {
  const choices = useChoices(type, property);
  const others = useProperties(type.name);
  const set = (change: Record<string, unknown>) => onChange({ ...operation, ...change });
  const named = (what: string) => ({ "aria-label": `${property.label}: ${what}`, size: "xs" as const });
  const number = (name: string, what: string, min?: number) => (
    <NumberInput
      {...named(what)}
      w={120}
      value={operation[name] as string | number}
      onChange={(value) => set({ [name]: value })}
      {...(min !== undefined && { min, allowDecimal: false })}
    />
  );
  switch (condition.takes) {
    case "nothing":
      return null;
    case "text":
      return (
        <TextInput
          {...named(t("text"))}
          style={{ flex: 1 }}
          value={textOf(operation.value)}
          onChange={(event) => set({ value: event.currentTarget.value })}
        />
      );
    case "texts":
      return (
        <TagsInput
          {...named(t("texts"))}
          style={{ flex: "1 1 200px" }}
          placeholder={t("Type, then Enter")}
          value={(operation.values as string[] | undefined) ?? []}
          onChange={(values) => set({ values })}
          acceptValueOnBlur
        />
      );
    case "options":
      return (
        <MultiSelect
          {...named(t("values"))}
          style={{ flex: "1 1 200px" }}
          data={choices}
          value={(operation.values as string[] | undefined) ?? []}
          onChange={(values) => set({ values })}
          searchable
        />
      );
    case "truth":
      return (
        <Select
          {...named(t("value"))}
          w={100}
          data={[
            { value: "true", label: t("Yes") },
            { value: "false", label: t("No") },
          ]}
          value={String(operation.value)}
          onChange={(value) => set({ value: value === "true" })}
          allowDeselect={false}
        />
      );
    case "number":
      return number("value", t("number"));
    case "numbers":
      return (
        <>
          {number("lowerBound", t("from"))}
          {number("upperBound", t("to"))}
        </>
      );
    case "count":
      return number("numberOfDays", t("days"), 0);
    case "unit":
      return (
        <Select
          {...named(t("unit of time"))}
          w={120}
          data={UNITS}
          value={String(operation.timeUnit)}
          onChange={(timeUnit) => set({ timeUnit })}
          allowDeselect={false}
        />
      );
    case "property":
      return (
        <Select
          {...named(t("other property"))}
          w={200}
          data={[...others.values()]
            .filter((each) => ["date", "datetime"].includes(each.type) && each.name !== property.name)
            .map(({ name, label }) => ({ value: name, label }))}
          value={textOf(operation.comparisonPropertyName) || null}
          onChange={(name) => set({ comparisonPropertyName: name })}
          searchable
        />
      );
    case "day":
      return (
        <Day
          label={t("Day")}
          value={dayOf(operation)}
          onChange={(day) => onChange(withDay(operation, day))}
        />
      );
    case "days":
      return (
        <>
          <Day
            label={t("From")}
            value={dayOfMoment(operation.lowerBound)}
            onChange={(day) => set({ lowerBound: Date.parse(day), requiresTimeZoneConversion: true })}
          />
          <Day
            label={t("Until")}
            value={dayOfMoment(operation.upperBound)}
            onChange={(day) =>
              set({ upperBound: Date.parse(day) + DAY - 1, requiresTimeZoneConversion: true })
            }
          />
        </>
      );
  }
}

const UNITS = [
  { value: "DAY", label: t("day") },
  { value: "WEEK", label: t("week") },
  { value: "MONTH", label: t("month") },
  { value: "QUARTER", label: t("quarter") },
  { value: "YEAR", label: t("year") },
];

function Day({ label, value, onChange }: { label: string; value: string; onChange: (day: string) => void }) {
  return (
    <Suspense fallback={<TextInput label={label} size="xs" disabled />}>
      <MomentInput
        label={label}
        type="date"
        value={value}
        onChange={onChange}
        data-autofocus={undefined}
        required={undefined}
      />
    </Suspense>
  );
}

function dayOfMoment(value: unknown): string {
  return typeof value === "number" && Number.isFinite(value)
    ? new Date(value).toISOString().slice(0, 10)
    : "";
}

/** What can be chosen for a property, under its label. */
function useChoices(type: ObjectType, property: Property): { value: string; label: string }[] {
  const owners = useOwners();
  const { stages } = useSurroundings(type);
  const own = property.options.map(({ value, label }) => [value, label] as const);
  const found = new Map(isOwner(property) ? owners : own.length > 0 ? own : stages);
  return [...found].map(([value, label]) => ({ value, label }));
}
