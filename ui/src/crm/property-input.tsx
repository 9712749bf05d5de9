import { MultiSelect, NumberInput, Select, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Suspense } from "react";

import { lazySoon } from "../shared/lazy-soon";
import { t } from "../shared/texts";
import { pipelinesQuery, type Property, useOwners } from "./definitions";
import { isOwner } from "./format";
import type { ObjectType } from "./object-types";

/** The calendar is large and seldom needed at once. */
const MomentInput = lazySoon(() => import("./moment-input"));

interface Props {
  type: ObjectType;
  property: Property;
  value: string;
  onChange: (value: string) => void;
  /** The pipeline whose stages can be chosen, where the property is a stage. */
  pipeline?: string | undefined;
  focus?: boolean;
  required?: boolean;
  /** What the server does not like about the value. */
  error?: string | undefined;
  /** In something that a click elsewhere closes: what is chosen from must not stand elsewhere. */
  inside?: boolean;
}

/** The input that fits a property. Values are the API's: text, with ";" between several options. */
export function PropertyInput(props: Props) {
  const { type, property, value, onChange, focus, required, error, inside = false } = props;
  const comboboxProps = { withinPortal: !inside };
  const shared = { label: property.label, "data-autofocus": focus, required, error } as const;
  const options = useOptions(props);
  if (options && property.fieldType === "checkbox" && property.type === "enumeration") {
    const chosen = value.split(";").filter(Boolean);
    return (
      <MultiSelect
        {...shared}
        comboboxProps={comboboxProps}
        data={options}
        value={chosen}
        onChange={(next) => onChange(next.join(";"))}
        searchable
        clearable
      />
    );
  }
  if (options) {
    return (
      <Select
        {...shared}
        comboboxProps={comboboxProps}
        data={options}
        value={value || null}
        onChange={(next) => onChange(next ?? "")}
        searchable
        clearable={!type.pipelines || property.name !== type.pipelines.stage}
      />
    );
  }
  switch (property.type) {
    case "number":
      return (
        <NumberInput
          {...shared}
          value={value}
          onChange={(next) => onChange(String(next))}
          thousandSeparator=","
        />
      );
    case "date":
    case "datetime":
      return (
        <Suspense fallback={<TextInput {...shared} disabled />}>
          <MomentInput {...shared} inside={inside} type={property.type} value={value} onChange={onChange} />
        </Suspense>
      );
    default:
      return ["textarea", "html"].includes(property.fieldType) ? (
        <Textarea
          {...shared}
          value={value}
          onChange={(event) => onChange(event.currentTarget.value)}
          autosize
          minRows={3}
          maxRows={12}
        />
      ) : (
        <TextInput {...shared} value={value} onChange={(event) => onChange(event.currentTarget.value)} />
      );
  }
}

/** What can be chosen for a property; `undefined` where anything can be typed. */
function useOptions({ type, property, pipeline }: Props): { value: string; label: string }[] | undefined {
  const owners = useOwners();
  const pipelines =
    useQuery({ ...pipelinesQuery(type.name), enabled: type.pipelines !== undefined }).data ?? [];
  if (isOwner(property)) return [...owners].map(([value, label]) => ({ value, label }));
  if (property.name === type.pipelines?.pipeline)
    return pipelines.map(({ id, label }) => ({ value: id, label }));
  if (property.name === type.pipelines?.stage) {
    const of = pipelines.filter((each) => !pipeline || each.id === pipeline);
    return of.flatMap(({ stages }) => stages.map(({ id, label }) => ({ value: id, label })));
  }
  if (property.type === "bool")
    return [
      { value: "true", label: t("Yes") },
      { value: "false", label: t("No") },
    ];
  if (property.type !== "enumeration") return undefined;
  return property.options.filter((option) => !option.hidden).map(({ value, label }) => ({ value, label }));
}
