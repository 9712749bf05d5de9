import { ActionIcon, Menu } from "@mantine/core";
import { IconCheck, IconDots } from "@tabler/icons-react";

import type { Look } from "../analytics/tools/tools";
import { t } from "../shared/texts";
import type { BoardCard } from "./cards";

/** What can be done with a card, and where it stands. */
export interface Edit {
  first: boolean;
  last: boolean;
  /** Whether the dashboard has a period for all, from which a card can stay away. */
  hasPeriod: boolean;
  onMove: (by: number) => void;
  onCard: (card: BoardCard) => void;
  onRemove: () => void;
}

const NAMES: Record<Look, string> = {
  chart: t("As a chart"),
  table: t("As a table"),
  number: t("As a number"),
};

interface Props {
  card: BoardCard;
  name: string;
  looks: readonly Look[] | undefined;
  edit: Edit;
}

export function CardMenu({ card, name, looks = [], edit }: Props) {
  const { wide, own, ...rest } = card;
  const look = card.look ?? looks[0];
  const tick = (on: boolean) => (on ? <IconCheck size={14} /> : <span style={{ width: 14 }} />);
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon
          variant="subtle"
          color="gray"
          size="sm"
          aria-label={t("What to do with {name}", { name })}
        >
          <IconDots size={16} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        {looks.length > 1 && (
          <>
            {looks.map((each) => (
              <Menu.Item
                key={each}
                leftSection={tick(each === look)}
                onClick={() => edit.onCard({ ...card, look: each })}
              >
                {NAMES[each]}
              </Menu.Item>
            ))}
            <Menu.Divider />
          </>
        )}
        <Menu.Item leftSection={tick(!wide)} onClick={() => edit.onCard({ ...rest, ...(own && { own }) })}>
          {t("Half the width")}
        </Menu.Item>
        <Menu.Item leftSection={tick(wide ?? false)} onClick={() => edit.onCard({ ...card, wide: true })}>
          {t("The whole width")}
        </Menu.Item>
        <Menu.Divider />
        {(edit.hasPeriod || own) && (
          <Menu.Item
            leftSection={tick(own ?? false)}
            onClick={() => edit.onCard(own ? { ...rest, ...(wide && { wide }) } : { ...card, own: true })}
          >
            {t("Keep the report's own period")}
          </Menu.Item>
        )}
        <Menu.Item leftSection={tick(false)} disabled={edit.first} onClick={() => edit.onMove(-1)}>
          {t("Move forward")}
        </Menu.Item>
        <Menu.Item leftSection={tick(false)} disabled={edit.last} onClick={() => edit.onMove(1)}>
          {t("Move back")}
        </Menu.Item>
        <Menu.Item leftSection={tick(false)} c="var(--danger)" onClick={edit.onRemove}>
          {t("Take it off the dashboard")}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
