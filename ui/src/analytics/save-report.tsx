import { Button, Divider, Group, Select, Stack, Text } from "@mantine/core";
import { IconBookmark } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { AddToDashboard } from "../dashboards/add-to-dashboard";
import { RenameForm } from "../saved/rename-form";
import { SaveForm } from "../saved/save-form";
import { type Saved, savedQuery, useChangeSaved, useCreateSaved, useDeleteSaved } from "../saved/saved-query";
import { ButtonWithMenu } from "../shared/button-with-menu";
import { Confirm } from "../shared/confirm";
import { FailureAlert } from "../shared/failure-alert";
import { notifyDone } from "../shared/notify";
import { t } from "../shared/texts";
import { contentOf, isSame, type Report, reportOf } from "./saved-report";

interface Props {
  /** The page as it is; of the panel where there are several. */
  reportFor: (panel: string) => Report;
  panels?: readonly { value: string; label: string }[];
  /** The saved report that the address names. */
  open: string | undefined;
  onSaved: (id: string | undefined) => void;
}

/** Keeps what a page shows under a name, to find it again, to share it, and to put it on dashboards. */
export function SaveReport({ reportFor, panels, open: asked, onSaved }: Props) {
  const reports = useQuery({ ...savedQuery("reports"), enabled: asked !== undefined }).data;
  const open = reports?.find(({ id }) => id === asked);
  const kept = open && reportOf(open.content);
  const report = reportFor(kept?.given.report ?? panels?.[0]?.value ?? "");
  const changed = kept !== undefined && !isSame(report, kept);
  const label = open ? (changed ? t("{name} (changed)", { name: open.name }) : open.name) : t("Save report");
  return (
    <ButtonWithMenu label={label} icon={<IconBookmark size={14} />} active={open !== undefined} width={320}>
      {open ? (
        <OpenReport key={open.id} open={open} report={report} changed={changed} onSaved={onSaved} />
      ) : (
        <NewReport reportFor={reportFor} panels={panels} name="" onSaved={onSaved} />
      )}
    </ButtonWithMenu>
  );
}

interface NewProps {
  reportFor: (panel: string) => Report;
  panels: readonly { value: string; label: string }[] | undefined;
  name: string;
  onSaved: (id: string) => void;
  onCancel?: () => void;
}

function NewReport({ reportFor, panels, name, onSaved, onCancel }: NewProps) {
  const [panel, setPanel] = useState(panels?.[0]?.value ?? "");
  const create = useCreateSaved("reports");
  const report = reportFor(panel);
  if (report.tool === "sql" && !report.given.sql?.trim())
    return <Text size="sm">{t("Run the question first: what is saved is what you see.")}</Text>;
  return (
    <SaveForm
      name={panels?.find(({ value }) => value === panel)?.label ?? name}
      action={t("Save")}
      pending={create.isPending}
      error={create.error}
      onCancel={onCancel}
      onSave={(name, audience) =>
        create.mutate(
          { name, audience, content: { ...contentOf(report) } },
          {
            onSuccess: ({ id }) => {
              notifyDone(
                t("{name} is saved: find it under Saved reports, or add it to a dashboard.", { name }),
              );
              onSaved(id);
            },
          },
        )
      }
    >
      {panels && (
        <Select
          size="xs"
          label={t("What is saved")}
          allowDeselect={false}
          comboboxProps={{ withinPortal: false }}
          data={[...panels]}
          value={panel}
          onChange={(chosen) => chosen && setPanel(chosen)}
        />
      )}
    </SaveForm>
  );
}

interface OpenProps {
  open: Saved;
  report: Report;
  changed: boolean;
  onSaved: (id: string | undefined) => void;
}

/** What can be done with the report that is open. */
function OpenReport({ open, report, changed, onSaved }: OpenProps) {
  const [form, setForm] = useState<"new" | "rename" | "delete" | null>(null);
  const change = useChangeSaved("reports");
  const remove = useDeleteSaved("reports");
  const closed = () => setForm(null);
  if (form === "new")
    return (
      <NewReport reportFor={() => report} panels={undefined} name="" onSaved={onSaved} onCancel={closed} />
    );
  if (form === "rename") return <RenameForm kind="reports" saved={open} onClose={closed} />;
  if (form === "delete")
    return (
      <Confirm
        title={t("Delete {name}?", { name: open.name })}
        action={t("Delete")}
        pending={remove.isPending}
        error={remove.error}
        onClose={closed}
        onConfirm={() => remove.mutate(open.id, { onSuccess: () => onSaved(undefined) })}
      >
        {t("The cards of dashboards that show it will be empty.")}
      </Confirm>
    );
  return (
    <Stack gap="xs">
      <FailureAlert error={change.error} />
      {changed && (
        <Text size="xs" c="var(--muted)">
          {t("The page differs from what was saved.")}
        </Text>
      )}
      <Group gap="xs">
        {open.changeable && changed && (
          <Button
            size="xs"
            loading={change.isPending}
            onClick={() => change.mutate({ saved: open, content: { ...contentOf(report) } })}
          >
            {t("Save changes")}
          </Button>
        )}
        <Button size="xs" variant="default" onClick={() => setForm("new")}>
          {t("Save as a new report")}
        </Button>
        {open.changeable && (
          <>
            <Button size="xs" variant="default" onClick={() => setForm("rename")}>
              {t("Rename or share")}
            </Button>
            <Button size="xs" variant="subtle" color="red" onClick={() => setForm("delete")}>
              {t("Delete report")}
            </Button>
          </>
        )}
      </Group>
      <Divider />
      <AddToDashboard report={open.id} />
    </Stack>
  );
}
