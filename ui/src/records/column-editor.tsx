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
import { IconArrowDown, IconArrowUp, IconPin, IconPinFilled, IconX } from "@tabler/icons-react";
import { useState } from "react";

import type { Property } from "../crm/definitions";
import { t } from "../shared/texts";
import { type Columns, movedTo, pinToggled, takenAway } from "./columns";

interface Props {
  properties: ReadonlyMap<string, Property>;
  columns: string[];
  pinned: number;
  onChange: (change: Partial<Columns>) => void;
  onReset: () => void;
}

/** Which properties stand in the table, in which order, and which of them stay in sight when it scrolls sideways. */
export default function ColumnEditor({ properties, columns, pinned, onChange, onReset }: Props) {
  const [words, setWords] = useState("");
  const label = (name: string) => properties.get(name)?.label ?? name;
  const others = [...properties.values()]
    .filter((property) => !property.hidden && !columns.includes(property.name))
    .filter((property) => `${property.label} ${property.name}`.toLowerCase().includes(words.toLowerCase()))
    .slice(0, 60);
  const move = (name: string, place: number) => onChange({ columns: movedTo(columns, name, place) });
  return (
    <Stack gap="xs">
      <ScrollArea.Autosize mah={180}>
        {columns.map((name, place) => (
          <Group key={name} justify="space-between" wrap="nowrap" gap="xs">
            <Text size="sm" truncate>
              {label(name)}
            </Text>
            <Group gap={2} wrap="nowrap">
              <Tooltip label={place < pinned ? t("Let it scroll") : t("Keep in sight")}>
                <ActionIcon
                  size={24}
                  variant="subtle"
                  color={place < pinned ? "pine" : "gray"}
                  aria-pressed={place < pinned}
                  aria-label={t("Keep {label} in sight", { label: label(name) })}
                  onClick={() => onChange(pinToggled({ columns, pinned }, name))}
                >
                  {place < pinned ? <IconPinFilled size={14} /> : <IconPin size={14} />}
                </ActionIcon>
              </Tooltip>
              <Arrow
                label={t("Move {label} left", { label: label(name) })}
                disabled={place === 0}
                onClick={() => move(name, place - 1)}
                up
              />
              <Arrow
                label={t("Move {label} right", { label: label(name) })}
                disabled={place === columns.length - 1}
                onClick={() => move(name, place + 1)}
              />
              <Tooltip label={t("Take away")}>
                <ActionIcon
                  size={24}
                  variant="subtle"
                  color="gray"
                  aria-label={t("Take away {label}", { label: label(name) })}
                  onClick={() => onChange(takenAway({ columns, pinned }, name))}
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
        <Stack gap={10}>
          {others.map((property) => (
            <Checkbox
              key={property.name}
              size="xs"
              label={property.label}
              checked={false}
              onChange={() => onChange({ columns: [...columns, property.name] })}
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
