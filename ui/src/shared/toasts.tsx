import "@mantine/notifications/styles.css";

import { notifications, type NotificationData, Notifications } from "@mantine/notifications";

import { t } from "./texts";
import { setToaster } from "./toaster";

/** Shows a message in the corner of the page. */
export function show(message: NotificationData): void {
  setToaster(<Notifications position="bottom-left" />);
  notifications.show({ closeButtonProps: { "aria-label": t("Close") }, ...message });
}
