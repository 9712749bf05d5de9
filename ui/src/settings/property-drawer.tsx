import {
  ActionIcon,
  Button,
  Checkbox,
  Drawer,
  Fieldset,
  Group,
  Select,
  Stack,
  Textarea,
  TextInput,
} from "@mantine/core";
import { IconPlus, IconX } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, data } from "../api/client";
import { type Property, useGroups } from "../crm/definitions";
import type { ObjectType } from "../crm/object-types";
import { FailureAlert } from "../shared/failure-alert";
import { noun, t } from "../shared/texts";
import { FormulaField } from "./formula-field";
import { PropertyUse } from "./property-use";
import { KINDS, kindOf, nameFrom, type OptionDraft, optionsFrom } from "./property-kinds";

interface Props {
  type: ObjectType;
  property: Property | undefined;
  onClose: () => void;
  /** The label that a new one begins with. */
  label?: string;
  /** Called with the name of a new one. */
  onMade?: (name: string) => void;
}

/** Makes a property, or changes one: what it holds is chosen once, the rest can be changed. */
export default function PropertyDrawer({ type, property, onClose, label: first = "", onMade }: Props) {
  const groups = useGroups(type.name).data ?? [];
  const [label, setLabel] = useState(property?.label ?? first);
  const [name, setName] = useState<string | null>(property?.name ?? null);
  const [kindId, setKind] = useState("text");
  const [groupName, setGroup] = useState(property?.groupName ?? "");
  const [description, setDescription] = useState(property?.description ?? "");
  const [formula, setFormula] = useState(property?.calculationFormula ?? "");
  const [unique, setUnique] = useState(false);
  const [hidden, setHidden] = useState(property?.hidden ?? false);
  const [options, setOptions] = useState<OptionDraft[]>(property?.options ?? [NO_OPTION, NO_OPTION]);
  const kind = KINDS.find(({ id }) => id === kindId) ?? KINDS[0];
  const hasOptions = property
    ? property.type === "enumeration" && !property.externalOptions && !property.referencedObjectType
    : kind?.type === "enumeration";
  const isFormula = property ? Boolean(property.calculationFormula) : kindId === "formula";
  const group = groupName || (groups[0]?.name ?? "");
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: () => {
      const shared = {
        label,
        groupName: group,
        description,
        hidden,
        ...(hasOptions ? { options: optionsFrom(options) } : {}),
        ...(isFormula ? { calculationFormula: formula } : {}),
      };
      if (property) {
        const path = { objectType: type.name, propertyName: property.name };
        return data(
          api.PATCH("/crm/v3/properties/{objectType}/{propertyName}", { params: { path }, body: shared }),
        );
      }
      const body = {
        ...shared,
        name: name ?? nameFrom(label),
        type: kind?.type ?? "string",
        fieldType: kind?.fieldType ?? "text",
        ...(unique ? { hasUniqueValue: true } : {}),
      };
      return data(
        api.POST("/crm/v3/properties/{objectType}", { params: { path: { objectType: type.name } }, body }),
      );
    },
    onSuccess: async (saved) => {
      await client.invalidateQueries({ queryKey: ["properties", type.name] });
      if (!property) onMade?.(saved.name);
      onClose();
    },
  });
  return (
    <Drawer
      opened
      onClose={onClose}
      title={property ? property.label : t("Create a property of {plural}", { plural: noun(type.plural) })}
      position="right"
      size="md"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack>
          <FailureAlert error={save.error} />
          <TextInput
            label={t("Label")}
            required
            value={label}
            onChange={(event) => setLabel(event.currentTarget.value)}
            data-autofocus
          />
          <TextInput
            label={t("Name")}
            description={t("For the API. It stays as it is.")}
            required
            disabled={property !== undefined}
            value={name ?? nameFrom(label)}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          {property ? (
            <TextInput label={t("Holds")} disabled value={kindOf(property)} />
          ) : (
            <Select
              label={t("Holds")}
              data={KINDS.map(({ id, label: text }) => ({ value: id, label: text }))}
              value={kindId}
              onChange={(next) => setKind(next ?? "text")}
              allowDeselect={false}
            />
          )}
          {hasOptions && (
            <Options
              options={options}
              onChange={setOptions}
              known={property?.options.map(({ value }) => value)}
            />
          )}
          {isFormula && <FormulaField type={type} value={formula} onChange={setFormula} />}
          <Select
            label={t("Group")}
            data={groups.map(({ name: value, label: text }) => ({ value, label: text }))}
            value={group || null}
            onChange={(next) => setGroup(next ?? "")}
            allowDeselect={false}
            searchable
          />
          <Textarea
            label={t("Description")}
            autosize
            minRows={2}
            maxRows={6}
            value={description}
            onChange={(event) => setDescription(event.currentTarget.value)}
          />
          {!property && ["text", "number"].includes(kindId) && (
            <Checkbox
              label={t("Every record has another value")}
              description={t("Such a property can name a record in the API. This cannot be changed later.")}
              checked={unique}
              onChange={(event) => setUnique(event.currentTarget.checked)}
            />
          )}
          <Checkbox
            label={t("Hide it in this web app")}
            checked={hidden}
            onChange={(event) => setHidden(event.currentTarget.checked)}
          />
          {property && <PropertyUse type={type} property={property} />}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("Cancel")}
            </Button>
            <Button type="submit" loading={save.isPending}>
              {property ? t("Save") : t("Create")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}

const NO_OPTION: OptionDraft = { label: "", value: "", hidden: false };

interface OptionsProps {
  options: OptionDraft[];
  onChange: (options: OptionDraft[]) => void;
  known: string[] | undefined;
}

/** The values that can be chosen. The value of an option that records may have stays. */
function Options({ options, onChange, known = [] }: OptionsProps) {
  const change = (place: number, change: Partial<OptionDraft>) =>
    onChange(options.map((option, each) => (each === place ? { ...option, ...change } : option)));
  return (
    <Fieldset legend={t("Options")} p="sm">
      <Stack gap="xs">
        {options.map((option, place) => (
          <Group key={place} gap={6} wrap="nowrap">
            <TextInput
              style={{ flex: 1 }}
              aria-label={t("Label of option {place}", { place: place + 1 })}
              placeholder={t("Label")}
              value={option.label}
              onChange={(event) => change(place, { label: event.currentTarget.value })}
            />
            <TextInput
              style={{ flex: 1 }}
              aria-label={t("Value of option {place}", { place: place + 1 })}
              placeholder={option.label || t("Value")}
              disabled={option.value !== "" && known.includes(option.value)}
              value={option.value}
              onChange={(event) => change(place, { value: event.currentTarget.value })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("Take option {place} away", { place: place + 1 })}
              onClick={() => onChange(options.filter((_, each) => each !== place))}
            >
              <IconX size={14} />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            size="xs"
            variant="default"
            leftSection={<IconPlus size={14} />}
            onClick={() => onChange([...options, NO_OPTION])}
          >
            {t("Add option")}
          </Button>
        </Group>
      </Stack>
    </Fieldset>
  );
}
