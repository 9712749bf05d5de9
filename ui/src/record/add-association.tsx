import { ActionIcon, MultiSelect, Popover, Stack, Tooltip } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type ObjectType, oneOf } from "../crm/object-types";
import { t } from "../shared/texts";
import { type Kind, kindsQuery } from "./associations-query";
import { RecordFinder } from "./record-finder";

interface Props {
  type: ObjectType;
  other: ObjectType;
  onAdd: (id: string, kinds: Kind[]) => void;
}

/** Finds a record to associate with, and says by which labels. */
export function AddAssociation({ type, other, onAdd }: Props) {
  const [opened, setOpened] = useState(false);
  const [chosen, setChosen] = useState<string[]>([]);
  const query = useQuery({ ...kindsQuery(type.name, other.name), enabled: opened });
  const labelled = query.data?.filter(({ label }) => label !== null) ?? [];
  const label = t("Associate {one}", { one: oneOf(other) });
  return (
    <Popover opened={opened} onChange={setOpened} width={280} position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Tooltip label={label}>
          <ActionIcon
            size={24}
            variant="subtle"
            color="pine"
            aria-label={label}
            onClick={() => setOpened(!opened)}
          >
            <IconPlus size={16} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown p="xs">
        <Stack gap="xs">
          {labelled.length > 0 && (
            <MultiSelect
              size="xs"
              label={t("Labels")}
              placeholder={chosen.length ? "" : t("None")}
              data={labelled.map((kind) => ({ value: keyOf(kind), label: kind.label ?? "" }))}
              value={chosen}
              onChange={setChosen}
              comboboxProps={{ withinPortal: false }}
            />
          )}
          <RecordFinder
            type={other}
            label={label}
            onPick={(id) => {
              setOpened(false);
              setChosen([]);
              onAdd(
                id,
                labelled.filter((kind) => chosen.includes(keyOf(kind))),
              );
            }}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function keyOf({ category, typeId }: Kind): string {
  return `${category} ${typeId}`;
}
