import { Button, Group, Radio, Stack, Text } from "@mantine/core";
import { IconPencil, IconRefresh, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { moment } from "../crm/format";
import { useSession } from "../session/session";
import { Confirm } from "../shared/confirm";
import { CopyLine } from "../shared/copy-line";
import { notifyDone } from "../shared/notify";
import { Answered, Card, cell, Empty, PlainTable } from "../shared/page";
import { t } from "../shared/texts";
import type { App } from "./apps-query";
import { installLink } from "./install-link";
import OAuthDrawer, { Named, SecretModal } from "./oauth-drawer";
import { installsQuery, useOAuthApps } from "./oauth-query";

/** An OAuth app: its link and secrets, and where it is installed. */
export default function OAuthAccess({ app }: { app: App }) {
  const mayChange = useSession()?.superAdmin ?? false;
  const [changing, setChanging] = useState(false);
  const [asking, setAsking] = useState<"secret" | "key" | "delete" | null>(null);
  return (
    <>
      <Card
        title={t("OAuth")}
        actions={
          mayChange && (
            <Group gap="xs">
              <Button
                size="xs"
                variant="default"
                leftSection={<IconPencil size={14} />}
                onClick={() => setChanging(true)}
              >
                {t("Change")}
              </Button>
              <Button
                size="xs"
                variant="default"
                leftSection={<IconRefresh size={14} />}
                onClick={() => setAsking("secret")}
              >
                {t("New secret")}
              </Button>
              <Button size="xs" variant="default" onClick={() => setAsking("key")}>
                {t("New developer key")}
              </Button>
              <Button
                size="xs"
                variant="default"
                c="var(--danger)"
                leftSection={<IconTrash size={14} />}
                onClick={() => setAsking("delete")}
              >
                {t("Delete")}
              </Button>
            </Group>
          )
        }
      >
        <Stack>
          <Named name={t("Client id")} text={app.clientId ?? ""} />
          <Text size="sm">
            {t("Redirect URLs: {urls}", { urls: (app.redirectUris ?? []).join(", ") || t("none") })}
          </Text>
          <Link app={app} />
        </Stack>
      </Card>
      {mayChange && <Installs app={app} />}
      {changing && <OAuthDrawer app={app} onClose={() => setChanging(false)} />}
      {(asking === "secret" || asking === "key") && (
        <NewSecret app={app} kind={asking} onClose={() => setAsking(null)} />
      )}
      {asking === "delete" && <Delete app={app} onClose={() => setAsking(null)} />}
    </>
  );
}

function Link({ app }: { app: App }) {
  const link = installLink(window.location.origin, {
    clientId: app.clientId ?? "",
    redirectUris: app.redirectUris ?? [],
    scopes: app.scopes ?? [],
    optionalScopes: app.optionalScopes ?? [],
  });
  if (!link)
    return (
      <Text size="sm">{t("Add a redirect URL, and there is a link by which accounts install it.")}</Text>
    );
  return (
    <div>
      <Text size="sm" fw={600} mb={4}>
        {t("Install link")}
      </Text>
      <CopyLine text={link} label={t("Install link")} />
    </div>
  );
}

function Installs({ app }: { app: App }) {
  const zone = useSession()?.timeZone ?? "UTC";
  return (
    <Card title={t("Installed in")} padded={false}>
      <Answered query={useQuery(installsQuery(app.id))}>
        {(found) =>
          found.length === 0 ? (
            <Empty title={t("In no account yet")}>
              {t("Open the install link, or send it to somebody.")}
            </Empty>
          ) : (
            <PlainTable label={t("Installs")} columns={[t("Account"), `-${t("Granted")}`, t("Since")]}>
              {found.map((each) => (
                <tr key={each.portalId}>
                  <td>{each.portalId}</td>
                  <td className={cell.second}>{each.scopes.join(", ")}</td>
                  <td>{moment(each.installedAt, zone)}</td>
                </tr>
              ))}
            </PlainTable>
          )
        }
      </Answered>
    </Card>
  );
}

function NewSecret({ app, kind, onClose }: { app: App; kind: "secret" | "key"; onClose: () => void }) {
  const { rotate, renew } = useOAuthApps();
  const [overlap, setOverlap] = useState("24");
  const made = rotate.data ?? renew.data;
  if (made)
    return (
      <SecretModal title={t("Keep this secret")} onClose={onClose}>
        <Named name={kind === "secret" ? t("Client secret") : t("Developer API key")} text={made.secret} />
      </SecretModal>
    );
  return (
    <Confirm
      title={
        kind === "secret"
          ? t("A new secret for {name}", { name: app.name })
          : t("A new developer key for {name}", { name: app.name })
      }
      action={t("Make it")}
      color="pine"
      pending={rotate.isPending || renew.isPending}
      error={rotate.error ?? renew.error}
      onClose={onClose}
      onConfirm={() =>
        kind === "secret"
          ? rotate.mutate({ appId: app.id, overlapHours: Number(overlap) })
          : renew.mutate(app.id)
      }
    >
      {kind === "key" ? (
        t("The key that it has now is worthless at once.")
      ) : (
        <Radio.Group label={t("The secret that it has now")} value={overlap} onChange={setOverlap}>
          <Stack gap={8} mt={6}>
            <Radio value="24" label={t("stays good for a day")} />
            <Radio value="168" label={t("stays good for a week")} />
            <Radio value="0" label={t("ends at once")} />
          </Stack>
        </Radio.Group>
      )}
    </Confirm>
  );
}

function Delete({ app, onClose }: { app: App; onClose: () => void }) {
  const { remove } = useOAuthApps();
  const navigate = useNavigate();
  return (
    <Confirm
      title={t("Delete {name}?", { name: app.name })}
      action={t("Delete")}
      pending={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(app.id, {
          onSuccess: () => {
            notifyDone(t("{name} was deleted.", { name: app.name }));
            void navigate({ to: "/app/developer/apps" });
          },
        })
      }
    >
      {t("It is uninstalled in every account, and all its tokens and secrets are worthless at once.")}
    </Confirm>
  );
}
