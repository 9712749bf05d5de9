import { Button, ScrollArea, Stack, Text } from "@mantine/core";
import { IconCheck } from "@tabler/icons-react";

import type { ObjectType } from "../crm/object-types";
import { AUDIENCES, type Saved } from "../saved/saved-query";
import { noun, t } from "../shared/texts";

interface Props {
  type: ObjectType;
  views: Saved[];
  open: Saved | undefined;
  /** The id of the view that opens first. */
  first: string;
  onChoose: (view: Saved | undefined) => void;
}

/** All views of a type, by who sees them, and the look without one. */
export function ViewChoices({ type, views, open, first, onChoose }: Props) {
  return (
    <ScrollArea.Autosize mah={260}>
      <Choice
        label={t("All {records}", { records: noun(type.plural) })}
        chosen={!open}
        onChoose={() => onChoose(undefined)}
      />
      {AUDIENCES.map(({ value, heading }) => {
        const found = views.filter((each) => each.audience === value);
        return found.length === 0 ? null : (
          <Stack gap={0} key={value} role="group" aria-label={heading}>
            <Text size="xs" c="var(--muted)" mt="xs">
              {heading}
            </Text>
            {found.map((each) => (
              <Choice
                key={each.id}
                label={each.id === first ? t("{name} (opens first)", { name: each.name }) : each.name}
                chosen={each.id === open?.id}
                onChoose={() => onChoose(each)}
              />
            ))}
          </Stack>
        );
      })}
    </ScrollArea.Autosize>
  );
}

function Choice({ label, chosen, onChoose }: { label: string; chosen: boolean; onChoose: () => void }) {
  return (
    <Button
      size="xs"
      variant={chosen ? "light" : "subtle"}
      color="gray"
      fullWidth
      justify="space-between"
      rightSection={chosen ? <IconCheck size={14} /> : undefined}
      aria-pressed={chosen}
      onClick={onChoose}
    >
      {label}
    </Button>
  );
}
