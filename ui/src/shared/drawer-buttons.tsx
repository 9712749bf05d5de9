import { Button, Group } from "@mantine/core";

import { t } from "./texts";

interface Props {
  /** What saves; without it there is nothing to save. */
  action: string | undefined;
  pending: boolean;
  onCancel: () => void;
  /** What takes away that which is open; absent where that cannot be. */
  onRemove: (() => void) | undefined;
  remove?: string;
}

/** The foot of a form in a drawer: at its end what saves and what leaves, at its beginning what takes away. */
export function DrawerButtons({ action, pending, onCancel, onRemove, remove = t("Delete") }: Props) {
  return (
    <Group justify="space-between">
      {onRemove ? (
        <Button variant="default" c="var(--danger)" onClick={onRemove}>
          {remove}
        </Button>
      ) : (
        <span />
      )}
      <Group gap="xs">
        <Button variant="default" onClick={onCancel}>
          {t("Cancel")}
        </Button>
        {action !== undefined && (
          <Button type="submit" loading={pending}>
            {action}
          </Button>
        )}
      </Group>
    </Group>
  );
}
