import { Drawer, MultiSelect, Select, Stack, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { Confirm } from "../shared/confirm";
import { DrawerButtons } from "../shared/drawer-buttons";
import { FailureAlert } from "../shared/failure-alert";
import { notifyDone } from "../shared/notify";
import { t } from "../shared/texts";
import { fullName, usersQuery } from "./people-query";
import { type Team, teamsInFull, useDeleteTeam, useSaveTeam } from "./roles-query";

/** Makes a team, or changes one: its name, the team above it, and who is in it. */
export default function TeamDrawer({ team, onClose }: { team: Team | undefined; onClose: () => void }) {
  const [name, setName] = useState(team?.name ?? "");
  const [parentId, setParent] = useState(team?.parentId ?? null);
  const [userIds, setUsers] = useState(team?.userIds ?? []);
  const [secondaryUserIds, setSecondary] = useState(team?.secondaryUserIds ?? []);
  const [deleting, setDeleting] = useState(false);
  const people = (useQuery(usersQuery).data ?? []).map((user) => ({ value: user.id, label: fullName(user) }));
  const teams = useQuery(teamsInFull).data ?? [];
  const save = useSaveTeam(team?.id);
  return (
    <Drawer opened onClose={onClose} title={team?.name ?? t("Make a team")} position="right" size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(
            { name, parentId, userIds, secondaryUserIds },
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
          <FailureAlert error={save.error} />
          <TextInput
            label={t("Name")}
            required
            maxLength={100}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <Select
            label={t("Under")}
            description={t("Members of the team above see the records of this one, too.")}
            clearable
            data={teams
              .filter(({ id }) => id !== team?.id)
              .map((one) => ({ value: one.id, label: one.name }))}
            value={parentId}
            onChange={setParent}
          />
          <MultiSelect
            openOnFocus={false}
            label={t("Members")}
            description={t("It is their main team. A user has one, so they leave the one before.")}
            searchable
            data={people.filter(({ value }) => !secondaryUserIds.includes(value))}
            value={userIds}
            onChange={setUsers}
          />
          <MultiSelect
            openOnFocus={false}
            label={t("Also in it")}
            description={t("Their main team is another one, or none.")}
            searchable
            data={people.filter(({ value }) => !userIds.includes(value))}
            value={secondaryUserIds}
            onChange={setSecondary}
          />
          <DrawerButtons
            action={team ? t("Save") : t("Make team")}
            pending={save.isPending}
            onCancel={onClose}
            onRemove={team ? () => setDeleting(true) : undefined}
          />
        </Stack>
      </form>
      {team && deleting && <Delete team={team} onClose={() => setDeleting(false)} onDone={onClose} />}
    </Drawer>
  );
}

function Delete({ team, onClose, onDone }: { team: Team; onClose: () => void; onDone: () => void }) {
  const remove = useDeleteTeam(team.id);
  return (
    <Confirm
      title={t("Delete the team {name}?", { name: team.name })}
      action={t("Delete")}
      pending={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onDone })}
    >
      {t("Its members leave it. Teams under it go to the team above.")}
    </Confirm>
  );
}
