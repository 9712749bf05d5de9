import { Drawer, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useSession } from "../session/session";
import { Confirm } from "../shared/confirm";
import { DrawerButtons } from "../shared/drawer-buttons";
import { FailureAlert } from "../shared/failure-alert";
import { notifyDone } from "../shared/notify";
import { t } from "../shared/texts";
import { fullName, rolesQuery, teamsQuery, type User, useRemoveUser, useSaveUser } from "./people-query";
import { UserAccess } from "./user-access";

/** Adds a user, or changes one. */
export default function UserDrawer({ user, onClose }: { user: User | undefined; onClose: () => void }) {
  const [email, setEmail] = useState(user?.email ?? "");
  const [firstName, setFirst] = useState(user?.firstName ?? "");
  const [lastName, setLast] = useState(user?.lastName ?? "");
  const [roleId, setRole] = useState(user?.roleId ?? "");
  const [primaryTeamId, setTeam] = useState(user?.primaryTeamId ?? "");
  const [removing, setRemoving] = useState(false);
  const roles = useQuery(rolesQuery).data ?? [];
  const teams = useQuery(teamsQuery).data ?? [];
  const isSelf = useSession()?.email === user?.email;
  const save = useSaveUser(user?.id);
  return (
    <Drawer
      opened
      onClose={onClose}
      title={user ? fullName(user) : t("Add a user")}
      position="right"
      size="sm"
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(
            { email, firstName, lastName, roleId, primaryTeamId },
            {
              onSuccess: () => {
                notifyDone(user ? t("Saved.") : t("{email} is a user now.", { email }));
                onClose();
              },
            },
          );
        }}
      >
        <Stack>
          <FailureAlert error={save.error} />
          <TextInput
            label={t("E-mail address")}
            type="email"
            required
            disabled={user !== undefined}
            value={email}
            onChange={(event) => setEmail(event.currentTarget.value)}
            data-autofocus={user ? undefined : true}
          />
          <TextInput
            label={t("First name")}
            value={firstName}
            onChange={(event) => setFirst(event.currentTarget.value)}
          />
          <TextInput
            label={t("Last name")}
            value={lastName}
            onChange={(event) => setLast(event.currentTarget.value)}
          />
          {user?.superAdmin ? (
            <Text size="sm">{t("A super admin may do everything, whatever the role.")}</Text>
          ) : (
            <Select
              label={t("Role")}
              description={t("Without one, the user sees nothing but the account.")}
              clearable
              data={roles.map(({ id, name }) => ({ value: id, label: name }))}
              value={roleId || null}
              onChange={(next) => setRole(next ?? "")}
            />
          )}
          <Select
            label={t("Team")}
            clearable
            data={teams.map(({ id, name }) => ({ value: id, label: name }))}
            value={primaryTeamId || null}
            onChange={(next) => setTeam(next ?? "")}
          />
          {user ? (
            <UserAccess user={user} />
          ) : (
            <Text size="sm" c="var(--muted)">
              {t("No mail is sent. Open the user afterwards for a link with which to choose a password.")}
            </Text>
          )}
          <DrawerButtons
            action={user ? t("Save") : t("Add")}
            pending={save.isPending}
            onCancel={onClose}
            onRemove={user && !isSelf ? () => setRemoving(true) : undefined}
            remove={t("Remove")}
          />
        </Stack>
      </form>
      {user && removing && <Remove user={user} onClose={() => setRemoving(false)} onDone={onClose} />}
    </Drawer>
  );
}

function Remove({ user, onClose, onDone }: { user: User; onClose: () => void; onDone: () => void }) {
  const remove = useRemoveUser(user.id);
  return (
    <Confirm
      title={t("Remove {fullName}?", { fullName: fullName(user) })}
      action={t("Remove")}
      pending={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() => remove.mutate(undefined, { onSuccess: onDone })}
    >
      {t("The user is logged out at once. What the user owns stays, with the name of its owner.")}
    </Confirm>
  );
}
