import { Badge, Button, Code, Group, Radio, Stack, Tabs, Text } from "@mantine/core";
import { IconRefresh, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";

import { Trouble } from "../app/trouble";
import { moment } from "../crm/format";
import { useSession } from "../session/session";
import { Confirm } from "../shared/confirm";
import { notifyDone } from "../shared/notify";
import { Answered, Card, Page, PlainTable } from "../shared/page";
import { t } from "../shared/texts";
import { type App, appsQuery, KINDS, useDeleteApp, useRotate } from "./apps-query";
import { TokenOnce } from "./token-once";

const OAuthAccess = lazy(() => import("./oauth-access"));
const Webhooks = lazy(() => import("./webhooks"));

export function AppPage() {
  const { id } = useParams({ from: "/inside/app/developer/apps/$id" });
  const apps = useQuery(appsQuery);
  return (
    <Answered query={apps}>
      {(found) => {
        const app = found.find((each) => String(each.id) === id);
        return app ? <Shown app={app} /> : <Trouble />;
      }}
    </Answered>
  );
}

/** One app: its tokens and rights, and its webhooks. */
function Shown({ app }: { app: App }) {
  const { tab = "access" } = useSearch({ from: "/inside/app/developer/apps/$id" });
  const navigate = useNavigate();
  return (
    <Page
      title={app.name}
      about={
        <Group gap="xs">
          <Badge variant="light" tt="none">
            {KINDS[app.kind]}
          </Badge>
          <span>{t("App {id}", { id: app.id })}</span>
        </Group>
      }
      back={<Link to="/app/developer/apps">{t("Apps and keys")}</Link>}
    >
      <Tabs
        value={tab}
        onChange={(next) =>
          void navigate({
            to: "/app/developer/apps/$id",
            params: { id: String(app.id) },
            search: next === "webhooks" ? { tab: "webhooks" } : {},
            replace: true,
          })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="access">{t("Access")}</Tabs.Tab>
          {app.kind !== "service" && <Tabs.Tab value="webhooks">{t("Webhooks")}</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="access">
          <Access app={app} />
        </Tabs.Panel>
        {app.kind !== "service" && (
          <Tabs.Panel value="webhooks">
            <Suspense>
              <Webhooks app={app} />
            </Suspense>
          </Tabs.Panel>
        )}
      </Tabs>
    </Page>
  );
}

function Access({ app }: { app: App }) {
  const mayChange = (useSession()?.superAdmin ?? false) && app.kind !== "public";
  const [asking, setAsking] = useState<"rotate" | "delete" | null>(null);
  const [token, setToken] = useState("");
  return (
    <>
      {app.kind === "public" ? (
        <Suspense>
          <OAuthAccess app={app} />
        </Suspense>
      ) : (
        <Card
          title={t("Tokens")}
          padded={false}
          actions={
            mayChange && (
              <Group gap="xs">
                <Button
                  size="xs"
                  variant="default"
                  leftSection={<IconRefresh size={14} />}
                  onClick={() => setAsking("rotate")}
                >
                  {t("New token")}
                </Button>
                <Button
                  size="xs"
                  variant="default"
                  c="var(--danger)"
                  leftSection={<IconTrash size={14} />}
                  onClick={() => setAsking("delete")}
                >
                  {t("Revoke and delete")}
                </Button>
              </Group>
            )
          }
        >
          <Tokens app={app} />
        </Card>
      )}
      <Scopes app={app} />
      {asking === "rotate" && (
        <Rotate
          app={app}
          onClose={() => setAsking(null)}
          onMade={(made) => {
            setAsking(null);
            setToken(made);
          }}
        />
      )}
      {asking === "delete" && <Delete app={app} onClose={() => setAsking(null)} />}
      {token && <TokenOnce token={token} onClose={() => setToken("")} />}
    </>
  );
}

function Tokens({ app }: { app: App }) {
  const zone = useSession()?.timeZone ?? "UTC";
  const when = (iso: string | undefined, none: string) => (iso ? moment(iso, zone) : none);
  return (
    <PlainTable label={t("Tokens")} columns={[t("Ends with"), t("Created"), t("Last used"), t("Good until")]}>
      {(app.tokens ?? []).map((token) => (
        <tr key={token.ending + token.createdAt}>
          <td>…{token.ending}</td>
          <td>{when(token.createdAt, "")}</td>
          <td>{when(token.lastUsedAt, t("Never"))}</td>
          <td>{when(token.expiresAt, t("Until it is revoked"))}</td>
        </tr>
      ))}
    </PlainTable>
  );
}

function Scopes({ app }: { app: App }) {
  const optional = new Set(app.optionalScopes);
  return (
    <Card title={t("It may do")}>
      {app.scopes ? (
        <Group gap={6}>
          {[...app.scopes, ...optional].map((scope) => (
            <Code key={scope}>{optional.has(scope) ? t("{scope} (optional)", { scope }) : scope}</Code>
          ))}
        </Group>
      ) : (
        <Text size="sm">{t("Everything: it has all scopes.")}</Text>
      )}
    </Card>
  );
}

function Rotate({
  app,
  onClose,
  onMade,
}: {
  app: App;
  onClose: () => void;
  onMade: (token: string) => void;
}) {
  const [overlap, setOverlap] = useState("24");
  const rotate = useRotate(app.id);
  return (
    <Confirm
      title={t("A new token for {name}", { name: app.name })}
      action={t("Make a new token")}
      color="pine"
      pending={rotate.isPending}
      error={rotate.error}
      onClose={onClose}
      onConfirm={() => rotate.mutate(Number(overlap), { onSuccess: ({ token }) => onMade(token) })}
    >
      <Radio.Group label={t("The token that it has now")} value={overlap} onChange={setOverlap}>
        <Stack gap={8} mt={6}>
          <Radio value="24" label={t("stays good for a day")} />
          <Radio value="168" label={t("stays good for a week")} />
          <Radio
            value="0"
            label={t("ends at once")}
            description={t("Choose this where somebody else may have it.")}
          />
        </Stack>
      </Radio.Group>
    </Confirm>
  );
}

function Delete({ app, onClose }: { app: App; onClose: () => void }) {
  const remove = useDeleteApp(app.id);
  const navigate = useNavigate();
  return (
    <Confirm
      title={t("Delete {name}?", { name: app.name })}
      action={t("Revoke and delete")}
      pending={remove.isPending}
      error={remove.error}
      onClose={onClose}
      onConfirm={() =>
        remove.mutate(undefined, {
          onSuccess: () => {
            notifyDone(t("{name} was deleted; its tokens are worthless.", { name: app.name }));
            void navigate({ to: "/app/developer/apps" });
          },
        })
      }
    >
      {t("Its tokens are worthless at once, and nothing brings them back. What it made stays.")}
    </Confirm>
  );
}
