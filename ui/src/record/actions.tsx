import { ActionIcon, Menu } from "@mantine/core";
import { useClipboard } from "@mantine/hooks";
import {
  IconArrowMerge,
  IconCode,
  IconDots,
  IconEraser,
  IconTerminal2,
  IconTrash,
} from "@tabler/icons-react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { Suspense, useState } from "react";

import { api, data } from "../api/client";
import type { ObjectType } from "../crm/object-types";
import type { CrmRecord } from "../crm/record";
import { recordsChanged, useRestore } from "../crm/restore";
import { mayDo, useSession } from "../session/session";
import { lazySoon } from "../shared/lazy-soon";
import { notifyDone, notifyFailure, notifyUndo } from "../shared/notify";
import { t } from "../shared/texts";

const MergeDialog = lazySoon(() => import("./merge-dialog"));
const EraseDialog = lazySoon(() => import("./erase-dialog"));

const MERGED = new Set(["0-1", "0-2", "0-3", "0-5"]);
const ERASED = new Set(["0-1"]);

/** What can be done with a record as a whole. */
export function Actions({ type, record, title }: { type: ObjectType; record: CrmRecord; title: string }) {
  const session = useSession();
  const clipboard = useClipboard();
  const archive = useArchive(type, record, title);
  const [open, setOpen] = useState<"merge" | "erase" | null>(null);
  const url = `${window.location.origin}/crm/v3/objects/${type.name}/${record.id}`;
  const mayDelete = mayDo(session, type.id, "delete");
  const mayMerge = mayDo(session, type.id, "edit") && (MERGED.has(type.id) || type.group === "custom");
  const close = () => setOpen(null);
  return (
    <>
      <Menu position="bottom-end" width={240}>
        <Menu.Target>
          <ActionIcon variant="default" size={32} aria-label={t("More")}>
            <IconDots size={18} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item leftSection={<IconCode size={16} />} component="a" href={url} target="_blank">
            {t("View as JSON")}
          </Menu.Item>
          <Menu.Item
            leftSection={<IconTerminal2 size={16} />}
            onClick={() => {
              clipboard.copy(`curl '${url}' -H 'Authorization: Bearer YOUR_TOKEN'`);
              notifyDone(t("Copied. Put an access token in its place."));
            }}
          >
            {t("Copy as curl")}
          </Menu.Item>
          {mayMerge && (
            <Menu.Item leftSection={<IconArrowMerge size={16} />} onClick={() => setOpen("merge")}>
              {t("Merge with another")}
            </Menu.Item>
          )}
          {mayDelete && (
            <Menu.Item
              leftSection={<IconTrash size={16} />}
              c="var(--danger)"
              onClick={() => archive.mutate()}
              disabled={archive.isPending}
            >
              {t("Archive")}
            </Menu.Item>
          )}
          {mayDelete && ERASED.has(type.id) && (
            <Menu.Item
              leftSection={<IconEraser size={16} />}
              c="var(--danger)"
              onClick={() => setOpen("erase")}
            >
              {t("Erase for good (GDPR)")}
            </Menu.Item>
          )}
        </Menu.Dropdown>
      </Menu>
      <Suspense>
        {open === "merge" && <MergeDialog type={type} record={record} onClose={close} />}
        {open === "erase" && <EraseDialog type={type} record={record} title={title} onClose={close} />}
      </Suspense>
    </>
  );
}

/** Archives the record and goes to the others, from where it can be taken back. */
function useArchive(type: ObjectType, record: CrmRecord, title: string) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const restore = useRestore(type.name);
  return useMutation({
    mutationFn: () => {
      const path = { objectType: type.name, objectId: record.id };
      return data(api.DELETE("/crm/v3/objects/{objectType}/{objectId}", { params: { path } }));
    },
    onSuccess: async () => {
      const message = t("{name} was archived. It stays in the recycling bin for 90 days.", { name: title });
      // The menu is gone by then: what is to follow must not hang on it.
      const back = () =>
        restore.mutateAsync([record.id]).then(
          () => navigate({ to: "/app/records/$type/$id", params: { type: type.name, id: record.id } }),
          () => undefined, // it was told
        );
      notifyUndo(message, () => void back());
      await navigate({ to: "/app/records/$type", params: { type: type.name } });
      await recordsChanged(client, type.name);
    },
    onError: (error) => notifyFailure(t("Not archived"), error),
  });
}
