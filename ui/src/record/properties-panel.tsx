import {
  ActionIcon,
  Collapse,
  Group,
  Popover,
  Stack,
  Text,
  TextInput,
  Tooltip,
  UnstyledButton,
} from "@mantine/core";
import { IconChevronDown, IconChevronRight, IconHistory, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";

import { useChange } from "../crm/change";
import { type Property, useGroups, useProperties } from "../crm/definitions";
import { labelled } from "../crm/property-labels";
import { format, moment, type Surroundings } from "../crm/format";
import type { ObjectType } from "../crm/object-types";
import { LazyPropertyForm } from "../crm/lazy-property-form";
import type { CrmRecord } from "../crm/record";
import { useSurroundings } from "../crm/surroundings";
import { mayDo, useSession } from "../session/session";
import { t } from "../shared/texts";
import { historyQuery } from "./record-query";
import classes from "./record.module.css";

const KEY_GROUP = t("About");

/** Every property of a record by group: the important ones open, the rest a click away; found by name as one types. */
export function PropertiesPanel({ type, record }: { type: ObjectType; record: CrmRecord }) {
  const properties = useProperties(type.name);
  const groups = useGroups(type.name).data;
  const [words, setWords] = useState("");
  const sections = useMemo(() => {
    const wanted = words.trim().toLowerCase();
    const fits = (property: Property) =>
      !property.hidden && `${property.label} ${property.name}`.toLowerCase().includes(wanted);
    const about = [...new Set([...type.title, ...type.columns])].flatMap(
      (name) => properties.get(name) ?? [],
    );
    const labels = new Map(groups?.map((group) => [group.name, group.label]));
    const rest = Map.groupBy([...properties.values()].filter(fits), (property) => property.groupName);
    const others = [...rest].map(([name, of]) => ({ label: labelled(labels.get(name) ?? name), of }));
    return [{ label: KEY_GROUP, of: about.filter(fits) }, ...others].filter(
      (section) => section.of.length > 0,
    );
  }, [properties, groups, words, type]);
  return (
    <Stack gap={4} p="sm">
      <TextInput
        size="xs"
        leftSection={<IconSearch size={14} />}
        placeholder={t("Find a property")}
        aria-label={t("Find a property")}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
      />
      {sections.map(({ label, of }) => (
        <Section
          key={label}
          label={label}
          properties={of}
          type={type}
          record={record}
          open={label === KEY_GROUP || words.trim() !== ""}
        />
      ))}
    </Stack>
  );
}

interface SectionProps {
  label: string;
  properties: Property[];
  type: ObjectType;
  record: CrmRecord;
  open: boolean;
}

function Section({ label, properties, type, record, open }: SectionProps) {
  const [toggled, setToggled] = useState(false);
  const opened = open !== toggled;
  const around = useSurroundings(type);
  return (
    <section>
      <UnstyledButton onClick={() => setToggled(!toggled)} aria-expanded={opened} w="100%" py={6}>
        <Group gap={6}>
          {opened ? <IconChevronDown size={14} /> : <IconChevronRight size={14} />}
          <Text size="sm" fw={600}>
            {label}
          </Text>
          <Text size="xs" c="var(--muted)">
            {properties.length}
          </Text>
        </Group>
      </UnstyledButton>
      <Collapse expanded={opened}>
        {opened &&
          properties.map((property) => (
            <Row key={property.name} type={type} record={record} property={property} around={around} />
          ))}
      </Collapse>
    </section>
  );
}

function Row({
  type,
  record,
  property,
  around,
}: {
  type: ObjectType;
  record: CrmRecord;
  property: Property;
  around: Surroundings;
}) {
  const [editing, setEditing] = useState(false);
  /** What was typed and refused: it is there again, to be mended. */
  const [refused, setRefused] = useState<string | null>(null);
  const session = useSession();
  const change = useChange(type.name);
  const value = record.properties[property.name] ?? "";
  const mayEdit = mayDo(session, type.id, "edit") && !property.modificationMetadata.readOnlyValue;
  const shown = (
    <>
      <span className={classes.label}>{property.label}</span>
      <span className={classes.value}>{format(property, value, around) || "–"}</span>
    </>
  );
  if (editing) {
    return (
      <div style={{ padding: 8 }}>
        <LazyPropertyForm
          type={type}
          property={property}
          value={refused ?? value}
          onCancel={() => {
            setEditing(false);
            setRefused(null);
          }}
          onSave={(given) => {
            setEditing(false);
            setRefused(null);
            if (given !== value)
              change.mutate(
                { id: record.id, properties: { [property.name]: given } },
                {
                  onError: () => {
                    setRefused(given);
                    setEditing(true);
                  },
                },
              );
          }}
        />
      </div>
    );
  }
  return (
    <Group gap={0} wrap="nowrap" align="flex-start">
      {mayEdit ? (
        <UnstyledButton className={classes.property} onClick={() => setEditing(true)} title={t("Change")}>
          {shown}
        </UnstyledButton>
      ) : (
        <div className={classes.property}>{shown}</div>
      )}
      <History type={type} record={record} property={property} around={around} />
    </Group>
  );
}

function History({
  type,
  record,
  property,
  around,
}: {
  type: ObjectType;
  record: CrmRecord;
  property: Property;
  around: Surroundings;
}) {
  const [opened, setOpened] = useState(false);
  const query = useQuery({ ...historyQuery(type.name, record.id, [property.name]), enabled: opened });
  const versions = query.data?.[property.name] ?? [];
  return (
    <Popover opened={opened} onChange={setOpened} width={280} position="right-start" shadow="md">
      <Popover.Target>
        <Tooltip label={t("Earlier values")}>
          <ActionIcon
            size={24}
            mt={5}
            variant="subtle"
            color="gray"
            aria-label={t("Earlier values of {label}", { label: property.label })}
            onClick={() => setOpened(!opened)}
          >
            <IconHistory size={13} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        {query.isSuccess && versions.length === 0 && <Text size="sm">{t("It never had a value.")}</Text>}
        {versions.map((version) => (
          <div key={version.timestamp}>
            <Text size="sm">{format(property, version.value, around) || t("emptied")}</Text>
            <Text size="xs" c="var(--muted)" mb={6}>
              {moment(version.timestamp, around.timeZone)}, {version.sourceType.toLowerCase()}{" "}
              {version.sourceId}
            </Text>
          </div>
        ))}
      </Popover.Dropdown>
    </Popover>
  );
}
