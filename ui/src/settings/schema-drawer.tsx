import { Button, Drawer, Group, MultiSelect, Select, Stack, Text, TextInput } from "@mantine/core";
import { useState } from "react";

import { Confirm } from "../shared/confirm";
import { FailureAlert } from "../shared/failure-alert";
import { notifyDone } from "../shared/notify";
import { t } from "../shared/texts";
import { nameFrom } from "./property-kinds";
import { type Schema, useArchiveSchema, useChangeSchema, useCreateSchema } from "./schemas-query";

/** Creates a type of records, or changes one. */
export default function SchemaDrawer({
  schema,
  onClose,
}: {
  schema: Schema | undefined;
  onClose: () => void;
}) {
  return (
    <Drawer
      opened
      onClose={onClose}
      title={schema?.labels.plural ?? t("Create a type of records")}
      position="right"
      size="md"
    >
      {schema ? <Change schema={schema} onClose={onClose} /> : <Create onClose={onClose} />}
    </Drawer>
  );
}

function Create({ onClose }: { onClose: () => void }) {
  const [singular, setSingular] = useState("");
  const [plural, setPlural] = useState("");
  const [title, setTitle] = useState(t("Name"));
  const [associatedObjects, setAssociated] = useState(["CONTACT", "COMPANY"]);
  const create = useCreateSchema();
  const primary = nameFrom(title);
  const submit = () =>
    create.mutate(
      {
        name: nameFrom(singular),
        labels: { singular, plural },
        primaryDisplayProperty: primary,
        requiredProperties: [primary],
        searchableProperties: [primary],
        properties: [{ name: primary, label: title, type: "string", fieldType: "text" }],
        associatedObjects,
      },
      {
        onSuccess: () => {
          notifyDone(t("{plural} stand in the navigation now.", { plural }));
          onClose();
        },
      },
    );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      <Stack>
        <FailureAlert error={create.error} />
        <TextInput
          label={t("One of them is called")}
          placeholder={t("Car")}
          description={singular && t("{name} in the API, for good", { name: nameFrom(singular) })}
          required
          value={singular}
          onChange={(event) => setSingular(event.currentTarget.value)}
          data-autofocus
        />
        <TextInput
          label={t("Several are called")}
          placeholder={t("Cars")}
          required
          value={plural}
          onChange={(event) => setPlural(event.currentTarget.value)}
        />
        <TextInput
          label={t("The property that names a record")}
          description={t("More properties are added under Properties.")}
          required
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <MultiSelect
          label={t("Associated with")}
          openOnFocus={false}
          data={[
            { value: "CONTACT", label: t("Contacts") },
            { value: "COMPANY", label: t("Companies") },
            { value: "DEAL", label: t("Deals") },
            { value: "TICKET", label: t("Tickets") },
          ]}
          value={associatedObjects}
          onChange={setAssociated}
        />
        <Buttons onClose={onClose} action={t("Create")} pending={create.isPending} />
      </Stack>
    </form>
  );
}

function Change({ schema, onClose }: { schema: Schema; onClose: () => void }) {
  const [singular, setSingular] = useState(schema.labels.singular);
  const [plural, setPlural] = useState(schema.labels.plural);
  const [primary, setPrimary] = useState(schema.primaryDisplayProperty);
  const [secondary, setSecondary] = useState(schema.secondaryDisplayProperties);
  const [required, setRequired] = useState(schema.requiredProperties);
  const [searchable, setSearchable] = useState(schema.searchableProperties);
  const [archiving, setArchiving] = useState(false);
  const change = useChangeSchema(schema.objectTypeId);
  const properties = schema.properties
    .filter(({ archived }) => !archived)
    .map(({ name, label }) => ({ value: name, label }));
  const several = (
    label: string,
    value: string[],
    onChange: (next: string[]) => void,
    description?: string,
  ) => (
    <MultiSelect
      label={label}
      description={description}
      openOnFocus={false}
      searchable
      data={properties}
      value={value}
      onChange={onChange}
    />
  );
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        change.mutate(
          {
            labels: { singular, plural },
            primaryDisplayProperty: primary,
            secondaryDisplayProperties: secondary,
            requiredProperties: required,
            searchableProperties: searchable,
          },
          {
            onSuccess: () => {
              notifyDone(t("Saved."));
              onClose();
            },
          },
        );
      }}
    >
      <Stack>
        <FailureAlert error={change.error} />
        <TextInput
          label={t("One of them is called")}
          required
          value={singular}
          onChange={(event) => setSingular(event.currentTarget.value)}
        />
        <TextInput
          label={t("Several are called")}
          required
          value={plural}
          onChange={(event) => setPlural(event.currentTarget.value)}
        />
        <Select
          label={t("The property that names a record")}
          allowDeselect={false}
          searchable
          data={properties}
          value={primary}
          onChange={(next) => setPrimary(next ?? primary)}
        />
        {several(t("Shown beside the name"), secondary, setSecondary)}
        {several(t("Required to create a record"), required, setRequired)}
        {several(t("Found by the quick search"), searchable, setSearchable)}
        <Text size="xs" c="var(--muted)">
          {t("{name} in the API, for good.", { name: schema.fullyQualifiedName })}{" "}
          {t("Its properties stand under Properties.")}
        </Text>
        <Group justify="space-between">
          <Button variant="default" c="var(--danger)" onClick={() => setArchiving(true)}>
            {t("Archive")}
          </Button>
          <Buttons onClose={onClose} action={t("Save")} pending={change.isPending} />
        </Group>
      </Stack>
      {archiving && <Archive schema={schema} onClose={() => setArchiving(false)} onDone={onClose} />}
    </form>
  );
}

function Archive({ schema, onClose, onDone }: { schema: Schema; onClose: () => void; onDone: () => void }) {
  const archive = useArchiveSchema(schema.objectTypeId);
  return (
    <Confirm
      title={t("Archive {plural}?", { plural: schema.labels.plural })}
      action={t("Archive")}
      pending={archive.isPending}
      error={archive.error}
      onClose={onClose}
      onConfirm={() => archive.mutate(undefined, { onSuccess: onDone })}
    >
      {t("The type leaves the navigation. The server refuses as long as it has records.")}
    </Confirm>
  );
}

function Buttons({ onClose, action, pending }: { onClose: () => void; action: string; pending: boolean }) {
  return (
    <Group gap="xs" justify="flex-end">
      <Button variant="default" onClick={onClose}>
        {t("Cancel")}
      </Button>
      <Button type="submit" loading={pending}>
        {action}
      </Button>
    </Group>
  );
}
