import { Button, Group, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { ago } from "../crm/format";
import { Confirm } from "../shared/confirm";
import { notifyDone } from "../shared/notify";
import { Answered, Card, cell, Empty, PlainTable } from "../shared/page";
import { t } from "../shared/texts";
import { type Portal, snapshotsQuery, useSandbox } from "./sandbox-query";

/** States of accounts that were kept, and the way back to one, or to the beginning. */
export function SandboxSnapshots({ portal }: { portal: Portal }) {
  const [name, setName] = useState("");
  const [restoring, setRestoring] = useState<string | null>(null);
  const change = useSandbox();
  const path = `/portals/${portal.portalId}`;
  return (
    <Card
      title={t("Snapshots")}
      padded={false}
      actions={
        <Button size="xs" variant="default" c="var(--danger)" onClick={() => setRestoring("")}>
          {t("Reset the account")}
        </Button>
      }
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate(
            { method: "POST", path: `${path}/snapshots`, body: { name } },
            { onSuccess: () => setName("") },
          );
        }}
      >
        <Group p="md" pt={0} gap="xs" align="flex-end">
          <TextInput
            label={t("Name")}
            placeholder={t("before the import")}
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" loading={change.isPending}>
            {t("Take a snapshot")}
          </Button>
        </Group>
      </form>
      <Answered query={useQuery(snapshotsQuery)}>
        {(found) =>
          found.length === 0 ? (
            <Empty title={t("No state is kept")}>
              {t("A snapshot has all records, definitions and people.")}
            </Empty>
          ) : (
            <PlainTable label={t("Snapshots")} columns={[t("Name"), `-${t("Taken")}`, ""]}>
              {found.map((snapshot) => (
                <tr key={snapshot.name}>
                  <td>{snapshot.name}</td>
                  <td className={cell.second}>{ago(snapshot.takenAt)}</td>
                  <td className={cell.end}>
                    <Group gap="xs" justify="flex-end" wrap="nowrap">
                      <Button size="compact-xs" variant="default" onClick={() => setRestoring(snapshot.name)}>
                        {t("Restore")}
                      </Button>
                      <Button
                        size="compact-xs"
                        variant="default"
                        c="var(--danger)"
                        onClick={() =>
                          change.mutate({
                            method: "DELETE",
                            path: `/snapshots/${encodeURIComponent(snapshot.name)}`,
                          })
                        }
                      >
                        {t("Delete")}
                      </Button>
                    </Group>
                  </td>
                </tr>
              ))}
            </PlainTable>
          )
        }
      </Answered>
      {restoring !== null && <Restore path={path} snapshot={restoring} onClose={() => setRestoring(null)} />}
    </Card>
  );
}

/** Asks before the account becomes a snapshot, or, without one, what it began as. */
function Restore({ path, snapshot, onClose }: { path: string; snapshot: string; onClose: () => void }) {
  const change = useSandbox();
  return (
    <Confirm
      title={snapshot ? t("Restore {name}?", { name: snapshot }) : t("Reset the account?")}
      action={snapshot ? t("Restore") : t("Reset")}
      pending={change.isPending}
      error={change.error}
      onClose={onClose}
      onConfirm={() =>
        change.mutate(
          snapshot
            ? { method: "POST", path: `${path}/restore`, body: { snapshot } }
            : { method: "POST", path: `${path}/reset`, body: {} },
          {
            onSuccess: () => {
              notifyDone(t("Done. You may have to log in again."));
              onClose();
            },
          },
        )
      }
    >
      {t("What the account holds now is lost, its people among it. Its id and tokens stay.")}
    </Confirm>
  );
}
