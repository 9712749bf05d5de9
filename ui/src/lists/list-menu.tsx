import { Button, Group, Menu, Modal, Stack, TextInput } from "@mantine/core";
import { IconDots, IconDownload } from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Suspense, useState } from "react";

import { api, data } from "../api/client";
import type { ObjectType } from "../crm/object-types";
import { mayUse, useSession } from "../session/session";
import { Confirm } from "../shared/confirm";
import { FailureAlert } from "../shared/failure-alert";
import { lazySoon } from "../shared/lazy-soon";
import { notifyDone } from "../shared/notify";
import { t } from "../shared/texts";
import type { List } from "./list-page";
import { useListAction } from "./lists-query";
import { plusDays, todayIn } from "../shared/days";

const ExportDialog = lazySoon(() => import("../exports/export-dialog"));

interface Props {
  list: List;
  type: ObjectType;
  mayChange: boolean;
}

/** What can be done with a list as a whole. */
export function ListMenu({ list, type, mayChange }: Props) {
  const session = useSession();
  const [open, setOpen] = useState<"rename" | "convert" | "delete" | "export" | null>(null);
  const close = () => setOpen(null);
  return (
    <Group gap="xs">
      {mayUse(session, "export") && (
        <Button
          variant="default"
          leftSection={<IconDownload size={16} />}
          onClick={() => setOpen("export")}
          disabled={list.processingStatus !== "COMPLETE"}
        >
          {t("Export")}
        </Button>
      )}
      {mayChange && (
        <Menu position="bottom-end" shadow="md">
          <Menu.Target>
            <Button variant="default" leftSection={<IconDots size={16} />}>
              {t("Change")}
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item onClick={() => setOpen("rename")}>{t("Rename")}</Menu.Item>
            {list.processingType === "DYNAMIC" && (
              <Menu.Item onClick={() => setOpen("convert")}>{t("Make it a list by hand")}</Menu.Item>
            )}
            <Menu.Item c="var(--danger)" onClick={() => setOpen("delete")}>
              {t("Delete")}
            </Menu.Item>
          </Menu.Dropdown>
        </Menu>
      )}
      {open === "rename" && <Rename list={list} onClose={close} />}
      {open === "convert" && <Convert list={list} onClose={close} />}
      {open === "delete" && <Delete list={list} onClose={close} />}
      {open === "export" && (
        <Suspense>
          <ExportDialog type={type} what={{ list: { id: list.listId, name: list.name } }} onClose={close} />
        </Suspense>
      )}
    </Group>
  );
}

interface DialogProps {
  list: List;
  onClose: () => void;
}

function Rename({ list, onClose }: DialogProps) {
  const [name, setName] = useState(list.name);
  const rename = useListAction(
    t("Not renamed"),
    () => {
      const params = { path: { listId: list.listId }, query: { listName: name.trim() } };
      return data(api.PUT("/crm/v3/lists/{listId}/update-list-name", { params }));
    },
    onClose,
  );
  return (
    <Modal opened onClose={onClose} title={t("Rename the list")} centered>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          rename.mutate(null);
        }}
      >
        <Stack>
          <TextInput
            label={t("Name")}
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
            data-autofocus
          />
          <FailureAlert error={rename.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("Cancel")}
            </Button>
            <Button type="submit" loading={rename.isPending} disabled={!name.trim()}>
              {t("Rename")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

/** A conversion is planned for a day, from tomorrow on: that is how the API has it. */
function Convert({ list, onClose }: DialogProps) {
  const session = useSession();
  const [day, setDay] = useState(plusDays(todayIn(session?.timeZone ?? "UTC"), 1));
  const convert = useListAction(
    t("Not converted"),
    () => {
      const [year = 0, month = 0, date = 0] = day.split("-").map(Number);
      const body = { conversionType: "CONVERSION_DATE", year, month, day: date };
      const params = { path: { listId: list.listId } };
      return data(api.PUT("/crm/v3/lists/{listId}/schedule-conversion", { params, body }));
    },
    () => {
      notifyDone(t("On that day the list keeps its members and follows its filters no more"));
      onClose();
    },
  );
  return (
    <Confirm
      title={t("Make {name} a list by hand?", { name: list.name })}
      action={t("Plan it")}
      color="pine"
      pending={convert.isPending}
      error={convert.error}
      onConfirm={() => convert.mutate(null)}
      onClose={onClose}
    >
      <Stack>
        {t("Whoever is in on that day stays; filters are not followed any more.")}
        <TextInput
          type="date"
          label={t("On the day")}
          value={day}
          onChange={(event) => setDay(event.currentTarget.value)}
        />
      </Stack>
    </Confirm>
  );
}

function Delete({ list, onClose }: DialogProps) {
  const navigate = useNavigate();
  const client = useQueryClient();
  const remove = useMutation({
    mutationFn: () =>
      data(api.DELETE("/crm/v3/lists/{listId}", { params: { path: { listId: list.listId } } })),
    onSuccess: async () => {
      notifyDone(t("List deleted. Below the lists it can be restored for 90 days."));
      await navigate({ to: "/app/lists" });
      client.removeQueries({ queryKey: ["list", list.listId] });
      await client.invalidateQueries({ queryKey: ["lists"] });
    },
  });
  return (
    <Confirm
      title={t("Delete {name}?", { name: list.name })}
      action={t("Delete")}
      pending={remove.isPending}
      error={remove.error}
      onConfirm={() => remove.mutate()}
      onClose={onClose}
    >
      {t("Its records stay. The list can be restored for 90 days.")}
    </Confirm>
  );
}
