import { ActionIcon, Menu, Modal } from "@mantine/core";
import { IconDots } from "@tabler/icons-react";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { RenameForm } from "../saved/rename-form";
import { type Saved, useDeleteSaved } from "../saved/saved-query";
import { Confirm } from "../shared/confirm";
import { t } from "../shared/texts";

/** Names, shares and deletes a dashboard. */
export function DashboardMenu({ dashboard }: { dashboard: Saved }) {
  const [open, setOpen] = useState<"rename" | "delete" | null>(null);
  const navigate = useNavigate();
  const remove = useDeleteSaved("dashboards");
  const close = () => setOpen(null);
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <ActionIcon variant="default" size={30} aria-label={t("More")}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          <Menu.Item onClick={() => setOpen("rename")}>{t("Rename or share")}</Menu.Item>
          <Menu.Item c="var(--danger)" onClick={() => setOpen("delete")}>
            {t("Delete dashboard")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      {open === "rename" && (
        <Modal opened onClose={close} title={t("Rename or share")} centered>
          <RenameForm kind="dashboards" saved={dashboard} onClose={close} />
        </Modal>
      )}
      {open === "delete" && (
        <Confirm
          title={t("Delete {name}?", { name: dashboard.name })}
          action={t("Delete")}
          pending={remove.isPending}
          error={remove.error}
          onClose={close}
          onConfirm={() =>
            remove.mutate(dashboard.id, { onSuccess: () => void navigate({ to: "/app/dashboards" }) })
          }
        >
          {t("Nobody will see it any more. The saved reports on it stay.")}
        </Confirm>
      )}
    </>
  );
}
