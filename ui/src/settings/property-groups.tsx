import { ActionIcon, Button, Group, TextInput, Tooltip } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, data } from "../api/client";
import { propertiesQuery, useGroups } from "../crm/definitions";
import type { ObjectType } from "../crm/object-types";
import { FailureAlert } from "../shared/failure-alert";
import { notifyFailure } from "../shared/notify";
import { Answered, Card, cell, PlainTable } from "../shared/page";
import { t } from "../shared/texts";
import { nameFrom } from "./property-kinds";

/** The groups that properties of a type stand in. */
export function PropertyGroups({ type, mayChange }: { type: ObjectType; mayChange: boolean }) {
  const groups = useGroups(type.name);
  const properties = useQuery(propertiesQuery(type.name)).data ?? new Map<string, { groupName: string }>();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: (groupName: string) => {
      const path = { objectType: type.name, groupName };
      return data(api.DELETE("/crm/v3/properties/{objectType}/groups/{groupName}", { params: { path } }));
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ["property groups", type.name] }),
    onError: (error) => notifyFailure(t("Not removed"), error),
  });
  const count = (name: string) =>
    [...properties.values()].filter(({ groupName }) => groupName === name).length;
  return (
    <Card title={t("Groups")} padded={false}>
      {mayChange && <NewGroup type={type} />}
      <Answered query={groups}>
        {(found) => (
          <PlainTable label={t("Groups")} columns={[t("Group"), `-${t("Name")}`, `#${t("Properties")}`, ""]}>
            {found.map((group) => (
              <tr key={group.name}>
                <td>{group.label}</td>
                <td className={cell.second}>
                  <code>{group.name}</code>
                </td>
                <td className={cell.number}>{count(group.name)}</td>
                <td className={cell.end}>
                  {mayChange && count(group.name) === 0 && (
                    <Tooltip label={t("Remove")}>
                      <ActionIcon
                        variant="subtle"
                        color="gray"
                        aria-label={t("Remove {label}", { label: group.label })}
                        onClick={() => remove.mutate(group.name)}
                      >
                        <IconTrash size={16} />
                      </ActionIcon>
                    </Tooltip>
                  )}
                </td>
              </tr>
            ))}
          </PlainTable>
        )}
      </Answered>
    </Card>
  );
}

function NewGroup({ type }: { type: ObjectType }) {
  const [label, setLabel] = useState("");
  const client = useQueryClient();
  const create = useMutation({
    mutationFn: () => {
      const body = { name: nameFrom(label), label };
      return data(
        api.POST("/crm/v3/properties/{objectType}/groups", {
          params: { path: { objectType: type.name } },
          body,
        }),
      );
    },
    onSuccess: () => {
      setLabel("");
      return client.invalidateQueries({ queryKey: ["property groups", type.name] });
    },
  });
  return (
    <form
      style={{ padding: "0 16px 16px" }}
      onSubmit={(event) => {
        event.preventDefault();
        create.mutate();
      }}
    >
      <FailureAlert error={create.error} />
      <Group gap="xs" align="flex-end">
        <TextInput
          label={t("New group")}
          w={240}
          required
          value={label}
          onChange={(event) => setLabel(event.currentTarget.value)}
        />
        <Button type="submit" variant="default" loading={create.isPending}>
          {t("Add group")}
        </Button>
      </Group>
    </form>
  );
}
