import { ActionIcon, Button, Group, Select, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus, IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { FailureAlert } from "../shared/failure-alert";
import { notifyDone } from "../shared/notify";
import { Answered, Card } from "../shared/page";
import { t } from "../shared/texts";
import { policiesQuery, type Policy, useSavePolicies } from "./tracking-query";

const MODES = [
  { value: "OPT_IN", label: t("Track who accepts") },
  { value: "CATEGORIES", label: t("Track who accepts, purpose by purpose") },
  { value: "OPT_OUT", label: t("Track until somebody objects") },
  { value: "NOTIFY", label: t("Track everybody and say so") },
];

/** What visitors are asked, by the banner of this server. */
export function Consent() {
  return (
    <Card title={t("Consent banner")}>
      <Answered query={useQuery(policiesQuery)}>{(policies) => <Policies policies={policies} />}</Answered>
    </Card>
  );
}

function Policies({ policies }: { policies: readonly Policy[] }) {
  const [given, setGiven] = useState<readonly Policy[]>(policies);
  const save = useSavePolicies();
  const change = (place: number, changed: Partial<Policy>) =>
    setGiven(given.map((policy, each) => (each === place ? { ...policy, ...changed } : policy)));
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate([...given], {
          onSuccess: () => notifyDone(t("Saved. Pages follow within five minutes.")),
        });
      }}
    >
      <Stack>
        <Text size="sm">
          {given.length === 0
            ? t("Nobody is asked. Add a policy, and every page with the tracking code shows a banner.")
            : t(
                "On a page the first policy that fits counts. Texts, colours and countries are set by the API.",
              )}
        </Text>
        <FailureAlert error={save.error} />
        {given.map((policy, place) => (
          <Group key={place} align="flex-end" gap="xs">
            <TextInput
              label={t("Name")}
              required
              value={policy.name}
              onChange={(event) => change(place, { name: event.currentTarget.value })}
            />
            <Select
              label={t("Visitors")}
              w={280}
              data={MODES}
              value={policy.mode}
              onChange={(next) => next && change(place, { mode: next as Policy["mode"] })}
              allowDeselect={false}
            />
            <TextInput
              label={t("Privacy page")}
              placeholder="/privacy"
              value={policy.privacyUrl ?? ""}
              onChange={(event) => change(place, { privacyUrl: event.currentTarget.value })}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              size={36}
              aria-label={t("Take {name} away", { name: policy.name || t("this policy") })}
              onClick={() => setGiven(given.filter((_, each) => each !== place))}
            >
              <IconTrash size={16} />
            </ActionIcon>
          </Group>
        ))}
        <Group>
          <Button
            variant="default"
            leftSection={<IconPlus size={16} />}
            onClick={() => setGiven([...given, { name: given.length ? "" : "Everybody", mode: "OPT_IN" }])}
          >
            {t("Add a policy")}
          </Button>
          <Button
            type="submit"
            loading={save.isPending}
            disabled={given.length === 0 && policies.length === 0}
          >
            {t("Save")}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
