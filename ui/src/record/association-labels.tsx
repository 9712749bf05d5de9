import { ActionIcon, Checkbox, Popover, Stack, Text, Tooltip } from "@mantine/core";
import { IconTag } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import type { ObjectType } from "../crm/object-types";
import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import { type Kind, kindsQuery } from "./associations-query";

interface Props {
  type: ObjectType;
  other: ObjectType;
  title: string;
  kinds: Kind[];
  onChange: (kinds: Kind[]) => void;
}

/** Says which labels an association has, any number of them. */
export function AssociationLabels({ type, other, title, kinds, onChange }: Props) {
  const [opened, setOpened] = useState(false);
  const query = useQuery({ ...kindsQuery(type.name, other.name), enabled: opened });
  const all = query.data?.filter(({ label }) => label !== null) ?? [];
  const has = (kind: Kind) => kinds.some((each) => isSame(each, kind));
  return (
    <Popover opened={opened} onChange={setOpened} width={240} position="bottom-end" shadow="md" trapFocus>
      <Popover.Target>
        <Tooltip label={t("Labels")}>
          <ActionIcon
            size={24}
            variant="subtle"
            color="gray"
            aria-label={t("Labels of the association with {name}", { name: title })}
            onClick={() => setOpened(!opened)}
          >
            <IconTag size={14} />
          </ActionIcon>
        </Tooltip>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <FailureAlert error={query.error} />
          {all.map((kind) => (
            <Checkbox
              key={`${kind.category} ${kind.typeId}`}
              size="xs"
              label={kind.label}
              checked={has(kind)}
              onChange={() => {
                const rest = kinds.filter((each) => each.label !== null && !isSame(each, kind));
                const next = has(kind) ? rest : [...rest, kind];
                onChange(next.length > 0 ? next : kinds.filter(({ label }) => label === null));
              }}
            />
          ))}
          {query.isSuccess && all.length === 0 && (
            <Text size="sm">{t("No labels are defined between these types.")}</Text>
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}

function isSame(one: Kind, other: Kind): boolean {
  return one.category === other.category && one.typeId === other.typeId;
}
