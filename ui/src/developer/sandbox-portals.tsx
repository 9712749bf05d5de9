import { Button, Group, Select, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { Confirm } from "../shared/confirm";
import { Answered, Card, cell, PlainTable } from "../shared/page";
import { t } from "../shared/texts";
import { type Made, type Portal, portalsQuery, snapshotsQuery, useSandbox } from "./sandbox-query";
import { TokenOnce } from "./token-once";

/** All accounts of the server, and the way to make one from a template. */
export function SandboxPortals() {
  const [name, setName] = useState("");
  const [template, setTemplate] = useState("empty");
  const [seed, setSeed] = useState("");
  const [leaving, setLeaving] = useState<Portal | null>(null);
  const make = useSandbox<Made>();
  const remove = useSandbox();
  const snapshots = useQuery(snapshotsQuery).data ?? [];
  return (
    <Card title={t("Accounts")} padded={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          const body = { name, template, ...(seed ? { seed } : {}) };
          make.mutate({ method: "POST", path: "/portals", body });
        }}
      >
        <Group p="md" pt={0} gap="xs" align="flex-end">
          <TextInput
            label={t("Name")}
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label={t("Template")}
            data={["empty", "demo", ...snapshots.map((snapshot) => snapshot.name)]}
            value={template}
            onChange={(next) => next && setTemplate(next)}
            allowDeselect={false}
          />
          <TextInput
            label={t("Seed")}
            placeholder={t("none")}
            value={seed}
            onChange={(event) => setSeed(event.currentTarget.value)}
          />
          <Button type="submit" loading={make.isPending}>
            {t("Make an account")}
          </Button>
        </Group>
      </form>
      <Answered query={useQuery(portalsQuery)}>
        {(found) => (
          <PlainTable label={t("Accounts")} columns={[t("Account"), t("Name"), `-${t("Template")}`, ""]}>
            {found.map((portal) => (
              <tr key={portal.portalId}>
                <td>{portal.portalId}</td>
                <td>{portal.name}</td>
                <td className={cell.second}>{portal.template}</td>
                <td className={cell.end}>
                  <Button
                    size="compact-xs"
                    variant="default"
                    c="var(--danger)"
                    onClick={() => setLeaving(portal)}
                  >
                    {t("Delete")}
                  </Button>
                </td>
              </tr>
            ))}
          </PlainTable>
        )}
      </Answered>
      {leaving && (
        <Confirm
          title={t("Delete account {id}?", { id: leaving.portalId })}
          action={t("Delete")}
          pending={remove.isPending}
          error={remove.error}
          onClose={() => setLeaving(null)}
          onConfirm={() =>
            remove.mutate(
              { method: "DELETE", path: `/portals/${leaving.portalId}` },
              { onSuccess: () => setLeaving(null) },
            )
          }
        >
          {t("Everything in it is lost, and its tokens are worthless.")}
        </Confirm>
      )}
      {make.data && <TokenOnce token={make.data.token} onClose={() => make.reset()} />}
    </Card>
  );
}
