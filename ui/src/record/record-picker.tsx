import { ActionIcon, Popover, Stack, Tooltip } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { type ReactNode, useState } from "react";

import type { ObjectType } from "../crm/object-types";
import { RecordFinder } from "./record-finder";

interface Props {
  type: ObjectType;
  label: string;
  onPick: (id: string) => void;
  onOpen?: () => void;
  /** What is asked for beside the record. */
  children?: ReactNode;
}

/** A button that opens a finder of records; what is picked closes it. */
export function RecordPicker({ type, label, onPick, onOpen, children }: Props) {
  const [opened, setOpened] = useState(false);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      onOpen={onOpen}
      width={280}
      position="bottom-end"
      shadow="md"
      trapFocus
    >
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
          {children}
          <RecordFinder
            type={type}
            label={label}
            onPick={(id) => {
              setOpened(false);
              onPick(id);
            }}
          />
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
