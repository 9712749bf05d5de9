import {
  ActionIcon,
  Button,
  Checkbox,
  Group,
  ScrollArea,
  Stack,
  Text,
  TextInput,
  Tooltip,
} from "@mantine/core";
import { IconArrowDown, IconArrowUp, IconX } from "@tabler/icons-react";
import { useState } from "react";

import type { Property } from "../crm/definitions";
import { t } from "../shared/texts";

interface Props {
  properties: ReadonlyMap<string, Property>;
  columns: string[];
  onChange: (columns: string[]) => void;
  onReset: () => void;
}

/** Which properties stand in the table, and in which order. */
export default function ColumnEditor({ properties, columns, onChange, onReset }: Props) {
  const [words, setWords] = useState("");
  const label = (name: string) => properties.get(name)?.label ?? name;
  const others = [...properties.values()]
    .filter((property) => !property.hidden && !columns.includes(property.name))
    .filter((property) => `${property.label} ${property.name}`.toLowerCase().includes(words.toLowerCase()))
    .slice(0, 60);
  const move = (place: number, by: number) => {
    const next = [...columns];
    const [moved] = next.splice(place, 1);
    if (moved) next.splice(place + by, 0, moved);
    onChange(next);
  };
  return (
    <Stack gap="xs">
      <ScrollArea.Autosize mah={180}>
        {columns.map((name, place) => (
          <Group key={name} justify="space-between" wrap="nowrap" gap="xs">
            <Text size="sm" truncate>
              {label(name)}
            </Text>
            <Group gap={2} wrap="nowrap">
              <Arrow
                label={t("Move {label} left", { label: label(name) })}
                disabled={place === 0}
                onClick={() => move(place, -1)}
                up
              />
              <Arrow
                label={t("Move {label} right", { label: label(name) })}
                disabled={place === columns.length - 1}
                onClick={() => move(place, 1)}
              />
              <Tooltip label={t("Take away")}>
                <ActionIcon
                  size={24}
                  variant="subtle"
                  color="gray"
                  aria-label={t("Take away {label}", { label: label(name) })}
                  onClick={() => onChange(columns.filter((each) => each !== name))}
                >
                  <IconX size={14} />
                </ActionIcon>
              </Tooltip>
            </Group>
          </Group>
        ))}
      </ScrollArea.Autosize>
      <TextInput
        size="xs"
        placeholder={t("Find a property")}
        aria-label={t("Find a property")}
        value={words}
        onChange={(event) => setWords(event.currentTarget.value)}
        data-autofocus
      />
      <ScrollArea.Autosize mah={220}>
        <Stack gap={6}>
          {others.map((property) => (
            <Checkbox
              key={property.name}
              size="xs"
              label={property.label}
              checked={false}
              onChange={() => onChange([...columns, property.name])}
            />
          ))}
        </Stack>
      </ScrollArea.Autosize>
      <Button size="xs" variant="subtle" onClick={onReset}>
        {t("As at first")}
      </Button>
    </Stack>
  );
}

function Arrow({
  label,
  disabled,
  onClick,
  up = false,
}: {
  label: string;
  disabled: boolean;
  onClick: () => void;
  up?: boolean;
}) {
  return (
    <ActionIcon
      size={24}
      variant="subtle"
      color="gray"
      aria-label={label}
      disabled={disabled}
      onClick={onClick}
    >
      {up ? <IconArrowUp size={14} /> : <IconArrowDown size={14} />}
    </ActionIcon>
  );
}
