import { Button, Group, Text, Title } from "@mantine/core";
import { IconLayoutKanban, IconPlus } from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";

import type { ObjectType } from "../crm/object-types";
import { locale, noun, t } from "../shared/texts";
import classes from "./records.module.css";
import type { View } from "./view";

interface Props {
  type: ObjectType;
  view: View;
  total: number | undefined;
  mayCreate: boolean;
  onCreate: () => void;
}

/** The name of a table, how much is in it, and the ways to its board and to a new record. */
export function RecordsHead({ type, view, total, mayCreate, onCreate }: Props) {
  return (
    <Group className={classes.bar} justify="space-between">
      <Group gap="sm" align="baseline">
        <Title order={1} size="h3">
          {type.plural}
        </Title>
        <Text size="sm" c="var(--muted)" aria-live="polite">
          {total === undefined ? "" : total.toLocaleString(locale)}
        </Text>
      </Group>
      <Group gap="xs">
        {type.pipelines && (
          <Button
            variant="default"
            leftSection={<IconLayoutKanban size={16} />}
            renderRoot={(props) => (
              <Link
                to="/app/boards/$type"
                params={{ type: type.name }}
                search={view.saved === undefined ? {} : { view: Number(view.saved) }}
                {...props}
              />
            )}
          >
            {t("Board")}
          </Button>
        )}
        {mayCreate && (
          <Button leftSection={<IconPlus size={16} />} onClick={onCreate}>
            {t("Create {singular}", { singular: noun(type.singular) })}
          </Button>
        )}
      </Group>
    </Group>
  );
}
