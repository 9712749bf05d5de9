import { Button, Code, Text, UnstyledButton } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { lazy, Suspense, useState } from "react";

import { mayUse, useSession } from "../session/session";
import { Answered, Card, cell, Empty, Page, PlainTable } from "../shared/page";
import { fullName, rolesQuery, teamsQuery, type User, usersQuery } from "./people-query";

const UserDrawer = lazy(() => import("./user-drawer"));

/** The people of the account, with what they may and in which teams they are. */
export function PeoplePage() {
  const mayChange = mayUse(useSession(), "users");
  const [edited, setEdited] = useState<User | "new" | null>(null);
  return (
    <Page
      title="Users and teams"
      about="Who works in this account. A role says what its users see and change; records of a team are seen by its members."
      actions={
        mayChange && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setEdited("new")}>
            Add user
          </Button>
        )
      }
    >
      <Card title="Users" padded={false}>
        <Users mayChange={mayChange} onEdit={setEdited} />
      </Card>
      <Card title="Teams" padded={false}>
        <Teams />
      </Card>
      <Card title="Roles" padded={false}>
        <Roles />
      </Card>
      {edited && (
        <Suspense>
          <UserDrawer user={edited === "new" ? undefined : edited} onClose={() => setEdited(null)} />
        </Suspense>
      )}
    </Page>
  );
}

function Users({ mayChange, onEdit }: { mayChange: boolean; onEdit: (user: User) => void }) {
  const session = useSession();
  const roles = new Map((useQuery(rolesQuery).data ?? []).map(({ id, name }) => [id, name]));
  const teams = new Map((useQuery(teamsQuery).data ?? []).map(({ id, name }) => [id, name]));
  return (
    <Answered query={useQuery(usersQuery)}>
      {(users) => (
        <PlainTable label="Users" columns={["Name", "-E-mail address", "Role", "-Team"]}>
          {users.map((user) => (
            <tr key={user.id}>
              <td>
                {mayChange && (session?.superAdmin || !user.superAdmin) ? (
                  <UnstyledButton fz="inherit" c="var(--mantine-color-anchor)" onClick={() => onEdit(user)}>
                    {fullName(user)}
                  </UnstyledButton>
                ) : (
                  fullName(user)
                )}
              </td>
              <td className={cell.second}>{user.email}</td>
              <td>
                {user.superAdmin
                  ? "Super admin"
                  : user.roleIds.map((id) => roles.get(id) ?? id).join(", ") || "None"}
              </td>
              <td className={cell.second}>{teams.get(user.primaryTeamId ?? "")}</td>
            </tr>
          ))}
        </PlainTable>
      )}
    </Answered>
  );
}

function Teams() {
  return (
    <Answered query={useQuery(teamsQuery)}>
      {(teams) =>
        teams.length === 0 ? (
          <Empty title="No teams yet">
            Make one on the server: <Code>hubstead team create North</Code>
          </Empty>
        ) : (
          <PlainTable label="Teams" columns={["Team", "#Members", "#Also in it"]}>
            {teams.map((team) => (
              <tr key={team.id}>
                <td>{team.name}</td>
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

function Roles() {
  const users = useQuery(usersQuery).data ?? [];
  return (
    <Answered query={useQuery(rolesQuery)}>
      {(roles) => (
        <>
          {roles.length > 0 && (
            <PlainTable label="Roles" columns={["Role", "#Users"]}>
              {roles.map((role) => (
                <tr key={role.id}>
                  <td>{role.name}</td>
                  <td className={cell.number}>
                    {users.filter(({ roleIds }) => roleIds.includes(role.id)).length}
                  </td>
                </tr>
              ))}
            </PlainTable>
          )}
          <Text size="sm" c="var(--muted)" p="md">
            Roles are made on the server, for example{" "}
            <Code>hubstead role create Seller --object contacts=team/own/none</Code>
          </Text>
        </>
      )}
    </Answered>
  );
}
