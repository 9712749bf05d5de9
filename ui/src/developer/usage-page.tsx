import { Progress, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";

import { ago } from "../crm/format";
import { mayUse, useSession } from "../session/session";
import { Answered, Card, cell, Empty, Page, PlainTable } from "../shared/page";
import { locale, t } from "../shared/texts";
import { appsQuery, KINDS, usageQuery } from "./apps-query";

/** The limit that the API names where there is none. */
const ANY_NUMBER = 1_000_000_000;

/** How much the apps of the account called today, and how much they may. */
export function UsagePage() {
  const session = useSession();
  return (
    <Page
      title={t("Limits and usage")}
      about={t(
        "What private apps and service keys called today, all together. The day is that of the account's time zone.",
      )}
    >
      <Card title={t("Calls today")}>
        <Today />
      </Card>
      {mayUse(session, "account") && (
        <Card title={t("By app")} padded={false}>
          <ByApp />
        </Card>
      )}
      <Card title={t("What is limited")}>
        <Text size="sm">
          {t("A server has no limits unless it was started with some, like those of a real account:")}{" "}
          <code>hubstead serve --limits professional</code>
          {t(". Then an app that calls too often is answered 429 with a")} <code>policyName</code>
          {t(", and the headers")} <code>X-HubSpot-RateLimit-…</code> {t("say what is left.")}
        </Text>
      </Card>
    </Page>
  );
}

function Today() {
  return (
    <Answered query={useQuery(usageQuery)}>
      {(usage) => {
        const limited = usage.usageLimit < ANY_NUMBER;
        const share = limited ? (100 * usage.currentUsage) / usage.usageLimit : 0;
        return (
          <>
            <Text fz={28} fw={650}>
              {usage.currentUsage.toLocaleString(locale)}
            </Text>
            <Text size="sm" c="var(--muted)" mb={limited ? "sm" : 0}>
              {t("{what}, counted anew {ago}", {
                what: limited
                  ? t("of {usageLimit}", { usageLimit: usage.usageLimit.toLocaleString(locale) })
                  : t("of any number: this server sets no limit"),
                ago: ago(usage.resetsAt),
              })}
            </Text>
            {limited && (
              <Progress
                value={share}
                color={share > 90 ? "red" : "pine"}
                aria-label={t("{round} % of the calls of a day", { round: Math.round(share) })}
              />
            )}
          </>
        );
      }}
    </Answered>
  );
}

function ByApp() {
  return (
    <Answered query={useQuery(appsQuery)}>
      {(apps) => {
        const calling = apps.filter((app) => app.callsToday > 0).sort((a, b) => b.callsToday - a.callsToday);
        if (calling.length === 0)
          return (
            <Empty title={t("No app called today")}>
              {t("Calls of people in this web app are not counted.")}
            </Empty>
          );
        return (
          <PlainTable label={t("Calls by app")} columns={[t("App"), `-${t("Kind")}`, `#${t("Calls today")}`]}>
            {calling.map((app) => (
              <tr key={app.id}>
                <td>
                  <Link to="/app/developer/apps/$id" params={{ id: String(app.id) }}>
                    {app.name}
                  </Link>
                </td>
                <td className={cell.second}>{KINDS[app.kind]}</td>
                <td className={cell.number}>{app.callsToday.toLocaleString(locale)}</td>
              </tr>
            ))}
          </PlainTable>
        );
      }}
    </Answered>
  );
}
