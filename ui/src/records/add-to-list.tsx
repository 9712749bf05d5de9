import { Button, Popover, Select, Stack, TextInput } from "@mantine/core";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { api, data } from "../api/client";
import type { ObjectType } from "../crm/object-types";
import { choicesQuery } from "../lists/lists-query";
import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";

interface Props {
  type: ObjectType;
  busy: boolean;
  onAdd: (list: { id: string; name: string; made: boolean }) => void;
}

/** Asks for a list that is filled by hand, or for the name of a new one. */
export function AddToList({ type, busy, onAdd }: Props) {
  const [opened, setOpened] = useState(false);
  const [id, setId] = useState<string | null>(null);
  const [name, setName] = useState("");
  const found = useQuery({ ...choicesQuery(type.id), enabled: opened });
  const lists = (found.data ?? []).filter(({ processingType }) => processingType !== "DYNAMIC");
  const add = (list: Parameters<typeof onAdd>[0]) => {
    setOpened(false);
    setName("");
    onAdd(list);
  };
  const create = useMutation({
    mutationFn: () => {
      const body = { name: name.trim(), objectTypeId: type.id, processingType: "MANUAL" };
      return data(api.POST("/crm/v3/lists", { body }));
    },
    onSuccess: ({ list }) => add({ id: list.listId, name: list.name, made: true }),
  });
  const chosen = lists.find((list) => list.listId === id);
  return (
    <Popover width={300} position="bottom-start" shadow="md" trapFocus opened={opened} onChange={setOpened}>
      <Popover.Target>
        <Button size="xs" variant="default" disabled={busy} onClick={() => setOpened(!opened)}>
          {t("Add to a list")}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <form
          onSubmit={(event) => {
            event.preventDefault();
            if (name.trim()) create.mutate();
            else if (chosen) add({ id: chosen.listId, name: chosen.name, made: false });
          }}
        >
          <Stack gap="xs">
            <FailureAlert error={create.error ?? found.error} />
            <Select
              label={t("List")}
              placeholder={lists.length === 0 ? t("None is filled by hand yet") : t("Choose one …")}
              data={lists.map((list) => ({ value: list.listId, label: list.name }))}
              value={id}
              onChange={setId}
              disabled={lists.length === 0 || name.trim() !== ""}
              searchable
              limit={50}
              comboboxProps={{ withinPortal: false }}
            />
            <TextInput
              label={t("or a new one")}
              placeholder={t("Its name")}
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
            />
            <Button size="xs" type="submit" disabled={!name.trim() && !chosen} loading={create.isPending}>
              {name.trim() ? t("Create and add") : t("Add")}
            </Button>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
