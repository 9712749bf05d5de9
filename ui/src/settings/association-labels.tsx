import { ActionIcon, Badge, Button, Group, Select, Text, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useObjectTypes } from "../crm/object-types";
import { Confirm } from "../shared/confirm";
import { FailureAlert } from "../shared/failure-alert";
import { Answered, Card, cell, PlainTable } from "../shared/page";
import { t } from "../shared/texts";
import { nameFrom } from "./property-kinds";
import { type Ends, labelsQuery, useChangeLabel, useCreateLabel, useDeleteLabel } from "./schemas-query";

interface Label {
  typeId: number;
  label: string | null;
  category: string;
}

/** What associations between two types are called. */
export function AssociationLabels({ mayChange }: { mayChange: boolean }) {
  const types = useObjectTypes().map(({ name, plural }) => ({ value: name, label: plural }));
  const [fromObjectType, setFrom] = useState("contacts");
  const [toObjectType, setTo] = useState("companies");
  const ends = { fromObjectType, toObjectType };
  const [removed, setRemoved] = useState<Label | null>(null);
  return (
    <Card title={t("Association labels")} padded={false}>
      <Group p="md" gap="xs" align="flex-end">
        <Select
          label={t("Records")}
          searchable
          data={types}
          value={fromObjectType}
          allowDeselect={false}
          onChange={(next) => setFrom(next ?? fromObjectType)}
        />
        <Select
          label={t("Associated with")}
          searchable
          data={types}
          value={toObjectType}
          allowDeselect={false}
          onChange={(next) => setTo(next ?? toObjectType)}
        />
      </Group>
      <Answered query={useQuery(labelsQuery(fromObjectType, toObjectType))}>
        {({ labels, limits }) => (
          <PlainTable
            label={t("Association labels")}
            columns={[t("Label"), `-${t("Made by")}`, `#${t("Type")}`, `#${t("At most")}`, ""]}
          >
            {labels.map((label) => (
              <tr key={label.typeId}>
                <td>
                  {label.category === "USER_DEFINED" && mayChange ? (
                    <Rename key={`${String(label.typeId)} ${label.label ?? ""}`} ends={ends} label={label} />
                  ) : (
                    (label.label ?? (
                      <Text fz="inherit" c="var(--muted)">
                        {t("Without a label")}
                      </Text>
                    ))
                  )}
                </td>
                <td className={cell.second}>
                  <Badge variant="default" tt="none" fw={400}>
                    {label.category === "USER_DEFINED" ? t("This account") : t("Hubstead")}
                  </Badge>
                </td>
                <td className={cell.number}>{label.typeId}</td>
                <td className={cell.number}>
                  {limits.find(({ typeId }) => typeId === label.typeId)?.userEnforcedMaxToObjectIds ?? ""}
                </td>
                <td className={cell.end}>
                  {label.category === "USER_DEFINED" && mayChange && (
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={t("Delete {name}", { name: label.label ?? "" })}
                      onClick={() => setRemoved(label)}
                    >
                      <IconTrash size={16} />
                    </ActionIcon>
                  )}
                </td>
              </tr>
            ))}
          </PlainTable>
        )}
      </Answered>
      {mayChange && <NewLabel key={`${fromObjectType} ${toObjectType}`} ends={ends} />}
      {removed && <Remove ends={ends} label={removed} onClose={() => setRemoved(null)} />}
    </Card>
  );
}

function Rename({ ends, label }: { ends: Ends; label: Label }) {
  const [name, setName] = useState(label.label ?? "");
  const change = useChangeLabel(ends);
  const save = () => {
    if (name.trim() && name !== label.label)
      change.mutate({ associationTypeId: label.typeId, label: name.trim(), inverseLabel: null });
  };
  return (
    <>
      <TextInput
        aria-label={t("Name of the label {name}", { name: label.label ?? "" })}
        size="xs"
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
        onBlur={save}
        onKeyDown={(event) => {
          if (event.key === "Enter") save();
          if (event.key === "Escape") setName(label.label ?? "");
        }}
      />
      <FailureAlert error={change.error} />
    </>
  );
}

function NewLabel({ ends }: { ends: Ends }) {
  const [label, setLabel] = useState("");
  const [inverse, setInverse] = useState("");
  const create = useCreateLabel(ends);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate(
          { name: nameFrom(label), label, ...(inverse.trim() ? { inverseLabel: inverse } : {}) },
          {
            onSuccess: () => {
              setLabel("");
              setInverse("");
            },
          },
        );
      }}
    >
      <FailureAlert error={create.error} />
      <Group p="md" gap="xs" align="flex-end">
        <TextInput
          label={t("New label")}
          placeholder={t("Manager")}
          required
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <TextInput
          label={t("From the other side")}
          placeholder={t("Employee, or empty for the same")}
          value={inverse}
          onChange={(event) => setInverse(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={create.isPending}>
          {t("Add label")}
        </Button>
      </Group>
    </form>
  );
}

function Remove({ ends, label, onClose }: { ends: Ends; label: Label; onClose: () => void }) {
  const remove = useDeleteLabel(ends);
  return (
    <Confirm
      title={t("Delete the label {name}?", { name: label.label ?? "" })}
      action={t("Delete")}
      pending={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate(label.typeId, { onSuccess: onClose })}
    >
      {t("Records stay associated without it. A pair goes as a whole, from both sides.")}
    </Confirm>
  );
}
