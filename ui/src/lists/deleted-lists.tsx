import { Button } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { api, data } from "../api/client";
import { ago } from "../crm/format";
import { notifyDone } from "../shared/notify";
import { Card, cell, PlainTable } from "../shared/page";
import { t } from "../shared/texts";
import { deletedQuery, useListAction } from "./lists-query";

/** Lists that were deleted and can be taken back; nothing where there are none. */
export function DeletedLists() {
  const found = useQuery(deletedQuery).data ?? [];
  const restore = useListAction(
    t("Not restored"),
    (listId: string) => data(api.PUT("/crm/v3/lists/{listId}/restore", { params: { path: { listId } } })),
    () => notifyDone(t("List restored")),
  );
  if (found.length === 0) return null;
  return (
    <Card title={t("Deleted lists")} padded={false}>
      <PlainTable label={t("Deleted lists")} columns={[t("Name"), `-${t("Deleted")}`, ""]}>
        {found.map((list) => (
          <tr key={list.listId}>
            <td>{list.name}</td>
            <td className={cell.second}>{ago(list.deletedAt)}</td>
            <td className={cell.end}>
              <Button
                size="compact-xs"
                variant="default"
                aria-label={t("Restore {name}", { name: list.name })}
                onClick={() => restore.mutate(list.listId)}
              >
                {t("Restore")}
              </Button>
            </td>
          </tr>
        ))}
      </PlainTable>
    </Card>
  );
}
