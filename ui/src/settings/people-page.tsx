import { Button, UnstyledButton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Suspense, useState } from "react";

import { mayUse, useSession } from "../session/session";
import { lazySoon } from "../shared/lazy-soon";
import { Answered, Card, cell, Empty, Page, PlainTable } from "../shared/page";
import { t } from "../shared/texts";
import { inWords } from "./levels";
import { fullName, rolesQuery, teamsQuery, type User, usersQuery } from "./people-query";
import { loginsOfUsers, type Role, rolesInFull, type Team, teamsInFull } from "./roles-query";

const UserDrawer = lazySoon(() => import("./user-drawer"));
const RoleDrawer = lazySoon(() => import("./role-drawer"));
const TeamDrawer = lazySoon(() => import("./team-drawer"));

type Edited =
  | { what: "user"; user: User | undefined }
  | { what: "role"; role: Role | undefined }
  | { what: "team"; team: Team | undefined };

/** The people of the account, with what they may and in which teams they are. */
export function PeoplePage() {
  const mayChange = mayUse(useSession(), "users");
  const [edited, setEdited] = useState<Edited | null>(null);
  const close = () => setEdited(null);
  const add = (label: string, next: Edited) =>
    mayChange && (
      <Button
        size="xs"
        variant="default"
        leftSection={<IconPlus size={14} />}
        onClick={() => setEdited(next)}
      >
        {label}
      </Button>
    );
  return (
    <Page
      title={t("Users and teams")}
      about={t(
        "Who works in this account. A role says what its users see and change; records of a team are seen by its members.",
      )}
      actions={
        mayChange && (
          <Button
            leftSection={<IconPlus size={16} />}
            onClick={() => setEdited({ what: "user", user: undefined })}
          >
            {t("Add user")}
          </Button>
        )
      }
    >
      <Card title={t("Users")} padded={false}>
        <Users mayChange={mayChange} onEdit={(user) => setEdited({ what: "user", user })} />
      </Card>
      <Card
        title={t("Teams")}
        padded={false}
        actions={add(t("Make a team"), { what: "team", team: undefined })}
      >
        <Teams mayChange={mayChange} onEdit={(team) => setEdited({ what: "team", team })} />
      </Card>
      <Card
        title={t("Roles")}
        padded={false}
        actions={add(t("Make a role"), { what: "role", role: undefined })}
      >
        <Roles mayChange={mayChange} onEdit={(role) => setEdited({ what: "role", role })} />
      </Card>
      <Suspense>
        {edited?.what === "user" && <UserDrawer user={edited.user} onClose={close} />}
        {edited?.what === "role" && <RoleDrawer role={edited.role} onClose={close} />}
        {edited?.what === "team" && <TeamDrawer team={edited.team} onClose={close} />}
      </Suspense>
    </Page>
  );
}

/** A name that opens what it names, where one may change it. */
function Opening({ name, onClick }: { name: string; onClick: (() => void) | false }) {
  if (!onClick) return name;
  return (
    <UnstyledButton fz="inherit" c="var(--mantine-color-anchor)" onClick={onClick}>
      {name}
    </UnstyledButton>
  );
}

interface ListProps<T> {
  mayChange: boolean;
  onEdit: (one: T) => void;
}

function Users({ mayChange, onEdit }: ListProps<User>) {
  const session = useSession();
  const roles = new Map((useQuery(rolesQuery).data ?? []).map(({ id, name }) => [id, name]));
  const teams = new Map((useQuery(teamsQuery).data ?? []).map(({ id, name }) => [id, name]));
  const logins = useQuery({ ...loginsOfUsers, enabled: mayChange }).data;
  return (
    <Answered query={useQuery(usersQuery)}>
      {(users) => (
        <PlainTable
          label={t("Users")}
          columns={[t("Name"), `-${t("E-mail address")}`, t("Role"), `-${t("Team")}`, `-${t("Password")}`]}
        >
          {users.map((user) => (
            <tr key={user.id}>
              <td>
                <Opening
                  name={fullName(user)}
                  onClick={mayChange && (session?.superAdmin || !user.superAdmin) && (() => onEdit(user))}
                />
              </td>
              <td className={cell.second}>{user.email}</td>
              <td>
                {user.superAdmin
                  ? t("Super admin")
                  : user.roleIds.map((id) => roles.get(id) ?? id).join(", ") || t("None")}
              </td>
              <td className={cell.second}>{teams.get(user.primaryTeamId ?? "")}</td>
              <td className={cell.second}>{stateOf(logins?.get(user.id))}</td>
            </tr>
          ))}
        </PlainTable>
      )}
    </Answered>
  );
}

function stateOf(login: { hasPassword: boolean; invitedUntil?: string } | undefined): string {
  if (!login) return "";
  if (login.hasPassword) return t("Yes");
  return login.invitedUntil ? t("Invited") : t("None yet");
}

function Teams({ mayChange, onEdit }: ListProps<Team>) {
  return (
    <Answered query={useQuery(teamsInFull)}>
      {(teams) =>
        teams.length === 0 ? (
          <Empty title={t("No teams yet")}>
            {t(
              "A team is people who see each other's records, where their role says so. Make one and put users into it.",
            )}
          </Empty>
        ) : (
          <PlainTable
            label={t("Teams")}
            columns={[t("Team"), `-${t("Under")}`, `#${t("Members")}`, `#${t("Also in it")}`]}
          >
            {teams.map((team) => (
              <tr key={team.id}>
                <td>
                  <Opening name={team.name} onClick={mayChange && (() => onEdit(team))} />
                </td>
                <td className={cell.second}>{teams.find(({ id }) => id === team.parentId)?.name}</td>
                <td className={cell.number}>{team.userIds.length}</td>
                <td className={cell.number}>{team.secondaryUserIds.length}</td>
              </tr>
            ))}
          </PlainTable>
        )
      }
    </Answered>
  );
}

function Roles({ mayChange, onEdit }: ListProps<Role>) {
  const users = useQuery(usersQuery).data ?? [];
  return (
    <Answered query={useQuery(rolesInFull)}>
      {(roles) =>
        roles.length === 0 ? (
          <Empty title={t("No roles yet")}>
            {t(
              "Without a role, a user signs in and sees no records. Make one, for example for those who sell.",
            )}
          </Empty>
        ) : (
          <PlainTable label={t("Roles")} columns={[t("Role"), `-${t("Of all types")}`, `#${t("Users")}`]}>
            {roles.map((role) => (
              <tr key={role.id}>
                <td>
                  <Opening name={role.name} onClick={mayChange && (() => onEdit(role))} />
                </td>
                <td className={cell.second}>{inWords(role.rest)}</td>
                <td className={cell.number}>
                  {users.filter(({ roleIds }) => roleIds.includes(role.id)).length}
                </td>
              </tr>
            ))}
          </PlainTable>
        )
      }
    </Answered>
  );
}
