import { Button, Group, Popover, Select, Stack, Text } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, data } from "../api/client";
import { useProperties } from "../crm/definitions";
import type { ObjectType } from "../crm/object-types";
import { PropertyInput } from "../crm/property-input";
import { mayDo, useSession } from "../session/session";
import { notifyDone, notifyFailure } from "../shared/notify";
import { t } from "../shared/texts";
import classes from "./records.module.css";

const AT_ONCE = 100;

/** What can be done with all selected records at once. */
export default function BulkBar({
  type,
  selected,
  onDone,
}: {
  type: ObjectType;
  selected: ReadonlySet<string>;
  onDone: () => void;
}) {
  const session = useSession();
  const client = useQueryClient();
  const done = async (message: string) => {
    notifyDone(message);
    await client.invalidateQueries({ queryKey: ["records", type.name] });
    onDone();
  };
  const path = { objectType: type.name };
  const edit = useMutation({
    mutationFn: async (properties: Record<string, string>) => {
      for (const ids of chunks([...selected])) {
        const inputs = ids.map((id) => ({ id, properties }));
        await data(
          api.POST("/crm/v3/objects/{objectType}/batch/update", { params: { path }, body: { inputs } }),
        );
      }
    },
    onSuccess: () => done(t("{count} changed", { count: count(type, selected.size) })),
    onError: (error) => notifyFailure(t("Not all were changed"), error),
  });
  const archive = useMutation({
    mutationFn: async () => {
      for (const ids of chunks([...selected])) {
        const inputs = ids.map((id) => ({ id }));
        await data(
          api.POST("/crm/v3/objects/{objectType}/batch/archive", { params: { path }, body: { inputs } }),
        );
      }
    },
    onSuccess: () => done(t("{count} archived", { count: count(type, selected.size) })),
    onError: (error) => notifyFailure(t("Not all were archived"), error),
  });
  if (selected.size === 0) return null;
  return (
    <Group className={classes.bar} gap="xs" pt={0} role="toolbar" aria-label={t("Selected records")}>
      <Text size="sm">{t("{count} selected", { count: count(type, selected.size) })}</Text>
      {mayDo(session, type.id, "edit") && (
        <BulkEdit type={type} busy={edit.isPending} onSave={(properties) => edit.mutate(properties)} />
      )}
      {mayDo(session, type.id, "delete") && (
        <Confirm
          label={t("Archive")}
          question={t("Archive {count}? They stay in the recycling bin for 90 days.", {
            count: count(type, selected.size),
          })}
          busy={archive.isPending}
          onYes={() => archive.mutate()}
        />
      )}
      <Button size="xs" variant="subtle" onClick={onDone}>
        {t("Select none")}
      </Button>
    </Group>
  );
}

function BulkEdit({
  type,
  busy,
  onSave,
}: {
  type: ObjectType;
  busy: boolean;
  onSave: (properties: Record<string, string>) => void;
}) {
  const properties = useProperties(type.name);
  const [name, setName] = useState<string | null>(null);
  const [value, setValue] = useState("");
  const property = name ? properties.get(name) : undefined;
  const choices = [...properties.values()].filter(
    (each) => !each.hidden && !each.modificationMetadata.readOnlyValue && !each.hasUniqueValue,
  );
  return (
    <Popover width={300} position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <Button size="xs" variant="default" loading={busy}>
          {t("Change a property")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Select
            label={t("Property")}
            data={choices.map((each) => ({ value: each.name, label: each.label }))}
            value={name}
            onChange={(chosen) => {
              setName(chosen);
              setValue("");
            }}
            searchable
            limit={50}
            comboboxProps={{ withinPortal: false }}
          />
          {property && <PropertyInput type={type} property={property} value={value} onChange={setValue} />}
          <Button size="xs" disabled={!name} onClick={() => name && onSave({ [name]: value })}>
            {value ? t("Set for all selected") : t("Clear for all selected")}
          </Button>
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function Confirm({
  label,
  question,
  busy,
  onYes,
}: {
  label: string;
  question: string;
  busy: boolean;
  onYes: () => void;
}) {
  return (
    <Popover width={280} position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <Button size="xs" variant="default" loading={busy}>
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" mb="sm">
          {question}
        </Text>
        <Button size="xs" color="red" onClick={onYes}>
          {label}
        </Button>
      </Popover.Dropdown>
    </Popover>
  );
}

export function chunks(ids: string[]): string[][] {
  const parts = [];
  for (let start = 0; start < ids.length; start += AT_ONCE) parts.push(ids.slice(start, start + AT_ONCE));
  return parts;
}

function count(type: ObjectType, number: number): string {
  return `${number.toLocaleString()} ${(number === 1 ? type.singular : type.plural).toLowerCase()}`;
}
