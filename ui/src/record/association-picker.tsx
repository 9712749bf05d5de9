import { ActionIcon, NavLink, Popover, Text, TextInput, Tooltip } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type ObjectType, oneOf } from "../crm/object-types";
import { titleOf, titleProperties } from "../crm/record";
import { search } from "../crm/search";
import { t } from "../shared/texts";
import { useDebounced } from "../shared/use-debounced";

const SHOWN = 8;

/** Finds a record of a type by its name. */
export function AssociationPicker({
  type,
  onPick,
  label = `Associate ${oneOf(type)}`,
}: {
  type: ObjectType;
  onPick: (id: string) => void;
  label?: string;
}) {
  const [opened, setOpened] = useState(false);
  const [typed, setTyped] = useState("");
  const words = useDebounced(typed.trim(), 150);
  const query = useQuery({
    queryKey: ["palette", type.name, words],
    enabled: opened,
    queryFn: ({ signal }) =>
      search(type.name, { words, groups: [], sort: null, properties: titleProperties(type) }, {}, signal),
  });
  const found = query.data?.records.slice(0, SHOWN) ?? [];
  return (
    <Popover opened={opened} onChange={setOpened} width={260} position="bottom-end" shadow="md" trapFocus>
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
        <TextInput
          size="xs"
          placeholder={t("Find {oneOf}", { oneOf: oneOf(type) })}
          aria-label={label}
          value={typed}
          onChange={(event) => setTyped(event.currentTarget.value)}
          data-autofocus
        />
        {found.map((record) => (
          <NavLink
            key={record.id}
            component="button"
            label={titleOf(type, record.properties, record.id)}
            description={record.properties.email ?? record.properties.domain}
            onClick={() => {
              setOpened(false);
              onPick(record.id);
            }}
          />
        ))}
        {query.isSuccess && found.length === 0 && (
          <Text size="sm" p="xs">
            {t("Nothing is called that.")}
          </Text>
        )}
      </Popover.Dropdown>
    </Popover>
  );
}
