import { ActionIcon, Checkbox, Drawer, Group, Select, Stack, Text, TextInput, Title } from "@mantine/core";
import { IconX } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useObjectTypes } from "../crm/object-types";
import { mayUse, useSession } from "../session/session";
import { Confirm } from "../shared/confirm";
import { DrawerButtons } from "../shared/drawer-buttons";
import { FailureAlert } from "../shared/failure-alert";
import { notifyDone } from "../shared/notify";
import { t } from "../shared/texts";
import { inWords, type Levels, NOTHING, REACHES, type Reach } from "./levels";
import { type Role, toolsQuery, useDeleteRole, useSaveRole } from "./roles-query";

/** Makes a role, or changes one: how far its users reach, by type of record, and what else they may do. */
export default function RoleDrawer({ role, onClose }: { role: Role | undefined; onClose: () => void }) {
  const [name, setName] = useState(role?.name ?? "");
  const [rest, setRest] = useState<Levels>(role?.rest ?? NOTHING);
  const [levels, setLevels] = useState<Record<string, Levels>>(role?.levels ?? {});
  const [unassigned, setUnassigned] = useState(role?.unassigned ?? false);
  const [tools, setTools] = useState<string[]>(role?.tools ?? []);
  const [deleting, setDeleting] = useState(false);
  const save = useSaveRole(role?.id);
  const locked = role?.changeable === false;
  return (
    <Drawer opened onClose={onClose} title={role?.name ?? t("Make a role")} position="right" size="lg">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const revision = role?.revision ?? null;
          save.mutate(
            { name, rest, levels, unassigned, tools, revision },
            {
              onSuccess: () => {
                notifyDone(t("Saved. It holds from the next click of its users on."));
                onClose();
              },
            },
          );
        }}
      >
        <Stack>
          <FailureAlert error={save.error} />
          {locked && (
            <Text size="sm">
              {t("This role allows more than you may do, so only a super admin changes it.")}
            </Text>
          )}
          <TextInput
            label={t("Name")}
            required
            maxLength={100}
            disabled={locked}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <Title order={3} size="h6">
            {t("Records")}
          </Title>
          <OfType label={t("All types")} levels={rest} disabled={locked} onChange={setRest} />
          <Exceptions levels={levels} rest={rest} disabled={locked} onChange={setLevels} />
          <Checkbox
            label={t("Own and team reach records without an owner, too")}
            disabled={locked}
            checked={unassigned}
            onChange={(event) => setUnassigned(event.currentTarget.checked)}
          />
          <Tools chosen={tools} disabled={locked} onChange={setTools} />
          <DrawerButtons
            action={locked ? undefined : role ? t("Save") : t("Make role")}
            pending={save.isPending}
            onCancel={onClose}
            onRemove={role && !locked ? () => setDeleting(true) : undefined}
          />
        </Stack>
      </form>
      {role && deleting && <Delete role={role} onClose={() => setDeleting(false)} onDone={onClose} />}
    </Drawer>
  );
}

interface OfTypeProps {
  label: string;
  levels: Levels;
  disabled: boolean;
  onChange: (levels: Levels) => void;
  onRemove?: () => void;
}

/** How far users see, change and delete among records of a type, and what that means. */
function OfType({ label, levels, disabled, onChange, onRemove }: OfTypeProps) {
  const choice = (what: keyof Levels, title: string) => (
    <Select
      label={title}
      aria-label={`${label}: ${title}`}
      size="xs"
      disabled={disabled}
      data={REACHES}
      value={levels[what]}
      allowDeselect={false}
      onChange={(next) => onChange({ ...levels, [what]: next as Reach })}
    />
  );
  return (
    <div role="group" aria-label={label}>
      <Group justify="space-between" mb={4}>
        <Text size="sm" fw={600}>
          {label}
        </Text>
        {onRemove && !disabled && (
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("Let {type} be like all types", { type: label })}
            onClick={onRemove}
          >
            <IconX size={14} />
          </ActionIcon>
        )}
      </Group>
      <Group grow gap="xs">
        {choice("view", t("See"))}
        {choice("edit", t("Change"))}
        {choice("delete", t("Delete"))}
      </Group>
      <Text size="xs" c="var(--muted)" mt={4}>
        {inWords(levels)}
      </Text>
    </div>
  );
}

interface ExceptionsProps {
  levels: Record<string, Levels>;
  rest: Levels;
  disabled: boolean;
  onChange: (levels: Record<string, Levels>) => void;
}

function Exceptions({ levels, rest, disabled, onChange }: ExceptionsProps) {
  const types = useObjectTypes();
  const names = new Map(types.map(({ id, plural }) => [id, plural]));
  return (
    <>
      {Object.entries(levels).map(([id, of]) => (
        <OfType
          key={id}
          label={names.get(id) ?? id}
          levels={of}
          disabled={disabled}
          onChange={(next) => onChange({ ...levels, [id]: next })}
          onRemove={() =>
            onChange(Object.fromEntries(Object.entries(levels).filter(([type]) => type !== id)))
          }
        />
      ))}
      {!disabled && (
        <Select
          label={t("Let a type be different")}
          size="xs"
          placeholder={t("Choose a type")}
          searchable
          data={types
            .filter(({ id }) => !(id in levels))
            .map(({ id, plural }) => ({ value: id, label: plural }))}
          value={null}
          onChange={(id) => id && onChange({ ...levels, [id]: rest })}
        />
      )}
    </>
  );
}

interface ToolsProps {
  chosen: string[];
  disabled: boolean;
  onChange: (tools: string[]) => void;
}

function Tools({ chosen, disabled, onChange }: ToolsProps) {
  const session = useSession();
  const tools = useQuery(toolsQuery);
  return (
    <Checkbox.Group label={t("May also")} value={chosen} onChange={onChange}>
      <FailureAlert error={tools.error} />
      <Stack gap={6} mt={4}>
        {(tools.data ?? []).map(({ name, description }) => (
          <Checkbox
            key={name}
            value={name}
            label={t(description)}
            disabled={disabled || !mayUse(session, name)}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}

function Delete({ role, onClose, onDone }: { role: Role; onClose: () => void; onDone: () => void }) {
  const remove = useDeleteRole(role.id);
  return (
    <Confirm
      title={t("Delete the role {name}?", { name: role.name })}
      action={t("Delete")}
      pending={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onDone })}
    >
      {t("Users who have it lose it at once and keep their other roles. Who has none sees no records.")}
    </Confirm>
  );
}
