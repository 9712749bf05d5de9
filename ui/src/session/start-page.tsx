import { Button, Stack, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";

import { Card, Page } from "../shared/page";
import { t } from "../shared/texts";
import { mayUse, useSession } from "./session";

/** What to do first in an account that is empty. */
export function StartPage() {
  const session = useSession();
  const here = session?.portals.find(({ portalId }) => portalId === session.portalId)?.name ?? "";
  const steps = [
    {
      title: t("Bring your contacts"),
      text: t(
        "Import a CSV or Excel file, or create the first contact by hand. Properties of your own come along.",
      ),
      to: "/app/records/contacts",
      action: t("Go to contacts"),
      shown: true,
    },
    {
      title: t("Count your visitors"),
      text: t("Copy one line into the pages of your site. Visits, sources and forms appear within seconds."),
      to: "/app/settings/tracking",
      action: t("Get the tracking code"),
      shown: mayUse(session, "marketing"),
    },
    {
      title: t("Connect your programs"),
      text: t("Make a key, change one base URL, and integrations written for HubSpot's API go on working."),
      to: "/app/developer/apps",
      action: t("Make an API key"),
      shown: mayUse(session, "account"),
    },
    {
      title: t("Invite colleagues"),
      text: t("Give each a role that says what they see and change, and a link to choose a password."),
      to: "/app/settings/people",
      action: t("Add users"),
      shown: mayUse(session, "users"),
    },
  ] as const;
  return (
    <Page title={t("Welcome to {name}", { name: here })} about={t("Four things that most people do first.")}>
      {steps
        .filter(({ shown }) => shown)
        .map(({ title, text, to, action }) => (
          <Card key={to} title={title}>
            <Stack align="flex-start">
              <Text size="sm" c="var(--muted)">
                {text}
              </Text>
              <Button variant="light" renderRoot={(props) => <Link to={to} {...props} />}>
                {action}
              </Button>
            </Stack>
          </Card>
        ))}
    </Page>
  );
}
