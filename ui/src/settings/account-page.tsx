import { Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { currencyOptions, timeZones } from "../session/zones";
import { FailureAlert } from "../shared/failure-alert";
import { notifyDone } from "../shared/notify";
import { Answered, Card, Page } from "../shared/page";
import { t } from "../shared/texts";
import { type Account, accountQuery, useChangeAccount, useChangeCurrency } from "./account-query";
import { Brands } from "./brands";
import { Rates } from "./rates";

/** What the account is called, where its day begins, in which currencies it counts, and which plan it has. */
export function AccountPage() {
  return (
    <Page title={t("Account")} about={t("What holds for everybody in this account.")}>
      <Answered query={useQuery(accountQuery)}>
        {(account) => (
          <>
            <General account={account} />
            <Rates account={account} />
            <Brands />
            <Plan account={account} />
          </>
        )}
      </Answered>
    </Page>
  );
}

function General({ account }: { account: Account }) {
  const [name, setName] = useState(account.name);
  const [timeZone, setZone] = useState(account.timeZone);
  const [currency, setCurrency] = useState(account.currency);
  const save = useChangeAccount();
  const saveCurrency = useChangeCurrency();
  const submit = async () => {
    await save.mutateAsync({ name, timeZone });
    if (currency !== account.currency) await saveCurrency.mutateAsync(currency);
    notifyDone(t("Saved."));
  };
  return (
    <Card title={t("General")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          // What failed is shown by the alert.
          submit().catch(() => undefined);
        }}
      >
        <Stack maw={480}>
          <FailureAlert error={save.error ?? saveCurrency.error} />
          <TextInput
            label={t("Name")}
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Select
            label={t("Time zone")}
            description={t("Days of reports begin by it. Another one counts them anew.")}
            searchable
            limit={100}
            allowDeselect={false}
            data={timeZones(timeZone)}
            value={timeZone}
            onChange={(next) => setZone(next ?? timeZone)}
          />
          <Select
            label={t("Company currency")}
            description={t("Amounts are not converted when it changes.")}
            searchable
            limit={200}
            allowDeselect={false}
            data={currencyOptions(currency)}
            value={currency}
            onChange={(next) => setCurrency(next ?? currency)}
          />
          <Group justify="space-between">
            <Text size="sm" c="var(--muted)">
              {t("Account {id}", { id: String(account.portalId) })}
            </Text>
            <Button type="submit" loading={save.isPending || saveCurrency.isPending}>
              {t("Save")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}

const TIERS = ["everything", "free", "starter", "professional", "enterprise"];

function Plan({ account }: { account: Account }) {
  const [plan, setPlan] = useState(account.plan);
  const save = useChangeAccount();
  return (
    <Card title={t("Plan of the account")}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate({ plan }, { onSuccess: () => notifyDone(t("Saved.")) });
        }}
      >
        <Stack maw={480}>
          <Text size="sm" c="var(--muted)">
            {t(
              "Nothing is left out here. Choose less to see how an integration behaves in a smaller account.",
            )}
          </Text>
          <FailureAlert error={save.error} />
          {Object.entries(plan).map(([hub, tier]) => (
            <Select
              key={hub}
              label={hub.charAt(0).toUpperCase() + hub.slice(1)}
              size="xs"
              data={TIERS}
              value={tier}
              allowDeselect={false}
              onChange={(next) => setPlan({ ...plan, [hub]: next ?? tier })}
            />
          ))}
          <Group justify="flex-end">
            <Button type="submit" variant="default" loading={save.isPending}>
              {t("Save plan")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
