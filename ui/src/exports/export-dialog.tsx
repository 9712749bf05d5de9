import { Button, Checkbox, Group, Modal, Progress, Radio, Stack, Text, TextInput } from "@mantine/core";
import { IconDownload } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { api, data } from "../api/client";
import { useProperties } from "../crm/definitions";
import type { ObjectType } from "../crm/object-types";
import { rolled } from "../crm/rolling";
import type { FilterGroup, Sort } from "../crm/search";
import { useSession } from "../session/session";
import { FailureAlert } from "../shared/failure-alert";
import { noun, t } from "../shared/texts";

/** What is exported: the members of a list, or the records that a table shows. */
export type What =
  | { list: { id: string; name: string } }
  | { view: { words: string; groups: FilterGroup[]; sort: Sort | null; columns: string[] } };

interface Props {
  type: ObjectType;
  what: What;
  onClose: () => void;
}

const AGAIN = 1_000;

/** Makes a file of records and tells when it is there. The file goes on being made when the dialog is closed. */
export default function ExportDialog({ type, what, onClose }: Props) {
  const properties = useProperties(type.name);
  const zone = useSession()?.timeZone ?? "UTC";
  const [name, setName] = useState("list" in what ? what.list.name : type.plural);
  const [format, setFormat] = useState("CSV");
  const [all, setAll] = useState(false);
  const [names, setNames] = useState(false);
  const columns = "view" in what ? what.view.columns : [...new Set([...type.title, ...type.columns])];
  const begin = useMutation({
    mutationFn: () => {
      const chosen = all ? [...properties.keys()] : columns.filter((column) => properties.has(column));
      const body = {
        exportType: "list" in what ? "LIST" : "VIEW",
        exportName: name.trim(),
        format,
        language: "EN",
        objectType: type.id,
        objectProperties: chosen,
        exportInternalValuesOptions: names ? ["NAMES", "VALUES"] : [],
        ...("list" in what
          ? { listId: what.list.id }
          : { publicCrmSearchRequest: searchOf(what.view, zone) }),
      };
      return data(api.POST("/crm/v3/exports/export/async", { body }));
    },
  });
  return (
    <Modal opened onClose={onClose} title={t("Export {type}", { type: noun(type.plural) })} centered>
      {begin.data ? (
        <Made id={begin.data.id} onClose={onClose} />
      ) : (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            begin.mutate();
          }}
        >
          <Stack>
            <TextInput
              label={t("Name of the file")}
              required
              value={name}
              onChange={(event) => setName(event.currentTarget.value)}
              data-autofocus
            />
            <Radio.Group label={t("Format")} value={format} onChange={setFormat}>
              <Group mt="xs">
                <Radio value="CSV" label={t("CSV")} />
                <Radio value="XLSX" label={t("Excel (XLSX)")} />
              </Group>
            </Radio.Group>
            <Radio.Group
              label={t("Columns")}
              value={all ? "all" : "shown"}
              onChange={(value) => setAll(value === "all")}
            >
              <Stack gap="xs" mt="xs">
                <Radio
                  value="shown"
                  label={
                    "view" in what
                      ? t("Those of the table")
                      : t("The usual ones ({count})", { count: columns.length })
                  }
                />
                <Radio value="all" label={t("All properties ({count})", { count: properties.size })} />
              </Stack>
            </Radio.Group>
            <Checkbox
              label={t("Names and values of the API instead of labels")}
              checked={names}
              onChange={(event) => setNames(event.currentTarget.checked)}
            />
            <FailureAlert error={begin.error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {t("Cancel")}
              </Button>
              <Button
                type="submit"
                loading={begin.isPending}
                disabled={!name.trim() || properties.size === 0}
              >
                {t("Export")}
              </Button>
            </Group>
          </Stack>
        </form>
      )}
    </Modal>
  );
}

function searchOf(
  { words, groups, sort }: { words: string; groups: FilterGroup[]; sort: Sort | null },
  zone: string,
) {
  return {
    query: words || null,
    filterGroups: rolled(groups, zone) as never[],
    ...(sort && { sorts: [{ propertyName: sort.property, order: sort.descending ? "DESC" : "ASC" }] }),
  };
}

function Made({ id, onClose }: { id: string; onClose: () => void }) {
  const params = { path: { taskId: Number(id) } };
  const task = useQuery({
    queryKey: ["export", id],
    queryFn: () => data(api.GET("/crm/v3/exports/export/async/tasks/{taskId}/status", { params })),
    refetchInterval: ({ state }) => (isOver(state.data?.status) ? 240_000 : AGAIN),
  });
  const { status, result } = task.data ?? {};
  return (
    <Stack>
      <FailureAlert error={task.error} />
      {!isOver(status) && (
        <>
          <Text size="sm" role="status">
            {t("The file is being made …")}
          </Text>
          <Progress value={100} animated aria-label={t("The file is being made …")} />
        </>
      )}
      {status === "CANCELED" && <Text size="sm">{t("The export failed. Try it again.")}</Text>}
      {isOver(status) && status !== "CANCELED" && (
        <Text size="sm" role="status">
          {t("The file is there. It is kept for 7 days.")}
        </Text>
      )}
      <Group justify="flex-end">
        <Button variant="default" onClick={onClose}>
          {t("Close")}
        </Button>
        {typeof result === "string" && result && (
          <Button component="a" href={pathOf(result)} download leftSection={<IconDownload size={16} />}>
            {t("Download")}
          </Button>
        )}
      </Group>
    </Stack>
  );
}

function isOver(status: string | undefined): boolean {
  return status === "COMPLETE" || status === "CANCELED";
}

/** The link on this page's own server, whatever name the server thinks it has. */
function pathOf(link: string): string {
  const { pathname, search } = new URL(link, window.location.href);
  return pathname + search;
}
