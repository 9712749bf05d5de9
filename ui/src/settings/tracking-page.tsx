import { Button, Checkbox, Group, Select, Stack, Text, Textarea } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { useSession } from "../session/session";
import { CopyLine } from "../shared/copy-line";
import { FailureAlert } from "../shared/failure-alert";
import { notifyDone } from "../shared/notify";
import { Answered, Card, Page } from "../shared/page";
import { locale, t } from "../shared/texts";
import { Consent } from "./consent";
import { VerifyTracking } from "./verify-tracking";
import { hitsQuery, lines, type TrackingSettings, trackingQuery, useSaveTracking } from "./tracking-query";

/** The tracking code: how it comes to a site, whether it is there, whom it leaves out, and what visitors are asked. */
export function TrackingPage() {
  const portal = useSession()?.portalId ?? 0;
  const code = `<script id="hs-script-loader" async defer src="${window.location.origin}/${portal}.js"></script>`;
  return (
    <Page
      title={t("Tracking code")}
      about={t("It counts visits, and joins them to contacts as soon as a visitor says who it is.")}
    >
      <Card title={t("On your site")}>
        <Text size="sm" mb="sm">
          {t("Put this line before")} <code>&lt;/body&gt;</code> {t("on every page:")}
        </Text>
        <CopyLine text={code} label={t("Tracking code")} />
        <Installed />
        <VerifyTracking />
      </Card>
      <Answered query={useQuery(trackingQuery)}>{(settings) => <Settings settings={settings} />}</Answered>
      <Consent />
    </Page>
  );
}

function Installed() {
  const days = useQuery(hitsQuery).data;
  const today = days?.[0];
  if (!days) return null;
  const count = today ? Object.values(today.outcomes).reduce((sum, each) => sum + each, 0) : 0;
  return (
    <Text size="sm" mt="md" role="status">
      {today
        ? t("It works: {count} signs of visitors came on {day}.", {
            count: count.toLocaleString(locale),
            day: new Date(today.day).toLocaleDateString(locale, { dateStyle: "medium", timeZone: "UTC" }),
          })
        : t(
            "Nothing has come yet. Open a page of your site that has the line: it is seen here within seconds.",
          )}
    </Text>
  );
}

function Settings({ settings }: { settings: TrackingSettings }) {
  const [given, setGiven] = useState<TrackingSettings>(settings);
  const [addresses, setAddresses] = useState((settings.excludedAddresses ?? []).join("\n"));
  const [referrers, setReferrers] = useState((settings.excludedReferrers ?? []).join("\n"));
  const [sites, setSites] = useState((settings.siteDomains ?? []).join("\n"));
  const save = useSaveTracking();
  const change = (changed: Partial<TrackingSettings>) => setGiven((before) => ({ ...before, ...changed }));
  return (
    <Card title={t("What counts")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(
            {
              ...given,
              excludedAddresses: lines(addresses),
              excludedReferrers: lines(referrers),
              siteDomains: lines(sites),
            },
            { onSuccess: () => notifyDone(t("Saved. It holds for what comes from now on.")) },
          );
        }}
      >
        <Stack maw={620}>
          <FailureAlert error={save.error} />
          <Textarea
            label={t("Leave out these addresses")}
            description={t(
              "IP addresses and ranges like 192.0.2.0/24, one per line: your office, your monitoring.",
            )}
            autosize
            minRows={2}
            value={addresses}
            onChange={(event) => setAddresses(event.currentTarget.value)}
          />
          <Textarea
            label={t("Leave out visits from these sites")}
            description={t("Domains like spam.example, one per line.")}
            autosize
            minRows={2}
            value={referrers}
            onChange={(event) => setReferrers(event.currentTarget.value)}
          />
          <Textarea
            label={t("Sites of yours")}
            description={t("Domains, one per line. Going from one to the other is no new visit.")}
            autosize
            minRows={2}
            value={sites}
            onChange={(event) => setSites(event.currentTarget.value)}
          />
          {SWITCHES.map(({ name, label, description }) => (
            <Checkbox
              key={name}
              label={label}
              description={description}
              checked={given[name] ?? false}
              onChange={(event) => change({ [name]: event.currentTarget.checked })}
            />
          ))}
          <Select
            label={t("Without a consent banner of this server")}
            description={t(
              "Your own banner tells the code what a visitor decided: see the documentation of consent.",
            )}
            data={[
              { value: "NONE", label: t("Count every visitor") },
              { value: "OPT_IN", label: t("Wait until the visitor consents") },
            ]}
            value={given.consent ?? "NONE"}
            onChange={(next) => change({ consent: next === "OPT_IN" ? "OPT_IN" : "NONE" })}
            allowDeselect={false}
          />
          <Group>
            <Button type="submit" loading={save.isPending}>
              {t("Save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

type Switch =
  | "excludeBots"
  | "excludeDataCenters"
  | "respectDoNotTrack"
  | "trackHistory"
  | "trackClicks"
  | "collectForms";

const SWITCHES: { name: Switch; label: string; description?: string }[] = [
  { name: "excludeBots", label: t("Leave out robots") },
  {
    name: "excludeDataCenters",
    label: t("Leave out data centres"),
    description: t("By the addresses that the server's setting data_centers names."),
  },
  {
    name: "respectDoNotTrack",
    label: t("Leave out browsers that object (Do Not Track, Global Privacy Control)"),
  },
  { name: "trackHistory", label: t("Count pages of single-page applications") },
  { name: "trackClicks", label: t("Count clicks on links and buttons") },
  { name: "collectForms", label: t("Collect forms that were not made here") },
];
