import "@mantine/notifications/styles.css";

import { Button, Group } from "@mantine/core";
import { notifications, type NotificationData, Notifications } from "@mantine/notifications";

import { t } from "./texts";
import { setToaster } from "./toaster";

/** Shows a message in the corner of the page. */
export function show(message: NotificationData): void {
  setToaster(<Notifications position="bottom-left" />);
  notifications.show({ closeButtonProps: { "aria-label": t("Close") }, ...message });
}

const UNDO_SHOWN = 10_000;

/** The same with a button that takes back what was done. */
export function showWithUndo(text: string, undo: () => void): void {
  const id = crypto.randomUUID();
  const message = (
    <Group justify="space-between" wrap="nowrap">
      {text}
      <Button
        size="compact-xs"
        variant="default"
        onClick={() => {
          notifications.hide(id);
          undo();
        }}
      >
        {t("Undo")}
      </Button>
    </Group>
  );
  show({ id, message, color: "pine", autoClose: UNDO_SHOWN });
}
