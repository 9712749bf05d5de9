import { Badge, Button } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { lazy, Suspense, useState } from "react";

import { ago } from "../crm/format";
import { useSession } from "../session/session";
import { lazySoon } from "../shared/lazy-soon";
import { Answered, Card, cell, Empty, Page, PlainTable } from "../shared/page";
import { locale, t, tn } from "../shared/texts";
import { type App, appsQuery, KINDS } from "./apps-query";
import { TokenOnce } from "./token-once";

const OAuthApps = lazy(() => import("./oauth-apps"));
const AppDrawer = lazySoon(() => import("./app-drawer"));

/** Who, besides people, may use the account: private apps, service keys, OAuth apps. */
export function AppsPage() {
  const apps = useQuery(appsQuery);
  const mayCreate = useSession()?.superAdmin ?? false;
  const [creating, setCreating] = useState(false);
  const [token, setToken] = useState("");
  return (
    <Page
      title={t("Apps and keys")}
      about={
        <>
          {t("What calls the API of this account, and with which rights. The")}{" "}
          <a href="/docs" target="_blank" rel="noreferrer">
            {t("API documentation")}
          </a>{" "}
          {t("has every call.")}
        </>
      }
      actions={
        mayCreate && (
          <Button leftSection={<IconPlus size={16} />} onClick={() => setCreating(true)}>
            {t("Create app")}
          </Button>
        )
      }
    >
      <Answered query={apps}>
        {(found) => (
          <Card padded={false}>
            {found.length === 0 ? (
              <Empty title={t("Nothing calls the API yet")}>
                {mayCreate
                  ? t(
                      "A private app has a token of its own, with the rights that you choose. Create one for each integration: then each can be ended by itself.",
                    )
                  : t("A super admin can create private apps and service keys.")}
              </Empty>
            ) : (
              <Apps apps={found} />
            )}
          </Card>
        )}
      </Answered>
      <Suspense>
        <OAuthApps />
      </Suspense>
      {creating && (
        <Suspense>
          <AppDrawer
            onClose={() => setCreating(false)}
            onMade={(made) => {
              setCreating(false);
              setToken(made);
            }}
          />
        </Suspense>
      )}
      {token && <TokenOnce token={token} onClose={() => setToken("")} />}
    </Page>
  );
}

function Apps({ apps }: { apps: App[] }) {
  return (
    <PlainTable
      label={t("Apps")}
      columns={[
        t("Name"),
        t("Kind"),
        `-${t("May do")}`,
        `-${t("Token ends with")}`,
        `-${t("Last used")}`,
        `#${t("Calls today")}`,
      ]}
    >
      {apps.map((app) => (
        <tr key={app.id}>
          <td>
            <Link to="/app/developer/apps/$id" params={{ id: String(app.id) }}>
              {app.name}
            </Link>
          </td>
          <td>
            <Badge variant="light" color={app.kind === "public" ? "gray" : "pine"} tt="none">
              {KINDS[app.kind]}
            </Badge>
          </td>
          <td className={cell.second}>{reachOf(app)}</td>
          <td className={cell.second}>{app.tokens?.map(({ ending }) => `…${ending}`).join(", ")}</td>
          <td className={cell.second}>{lastUse(app)}</td>
          <td className={cell.number}>{app.callsToday.toLocaleString(locale)}</td>
        </tr>
      ))}
    </PlainTable>
  );
}

function reachOf(app: App): string {
  if (!app.scopes) return t("Everything");
  return tn(app.scopes.length, "{count} scope", "{count} scopes");
}

export function lastUse(app: App): string {
  const used = (app.tokens ?? []).flatMap((token) => token.lastUsedAt ?? []).sort();
  const last = used.at(-1);
  return last ? ago(last) : t("Never");
}
