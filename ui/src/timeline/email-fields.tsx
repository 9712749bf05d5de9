import { Group, Select, Text, TextInput } from "@mantine/core";

import { t } from "../shared/texts";
import type { Draft } from "./draft";

interface Props {
  draft: Draft;
  change: (values: Record<string, string>) => void;
}

/** Who wrote an e-mail to whom. */
export function EmailFields({ draft, change }: Props) {
  return (
    <>
      <Text size="xs" c="var(--muted)">
        {t("This writes down an e-mail that was sent elsewhere: the server sends no mail.")}
      </Text>
      <Group gap="xs" align="flex-end" grow preventGrowOverflow={false}>
        <Select
          size="xs"
          label={t("Direction")}
          data={DIRECTIONS}
          value={draft.direction === "INCOMING_EMAIL" ? "INCOMING_EMAIL" : "EMAIL"}
          onChange={(direction) => change({ direction: direction ?? "EMAIL" })}
          allowDeselect={false}
        />
        <TextInput
          size="xs"
          label={t("From")}
          type="email"
          value={draft.from ?? ""}
          onChange={(event) => change({ from: event.currentTarget.value })}
        />
        <TextInput
          size="xs"
          label={t("To, separated by commas")}
          value={draft.to ?? ""}
          onChange={(event) => change({ to: event.currentTarget.value })}
        />
      </Group>
    </>
  );
}

const DIRECTIONS = [
  { value: "EMAIL", label: t("We wrote") },
  { value: "INCOMING_EMAIL", label: t("They wrote") },
];
