import { Badge, Button, Group, Select, TextInput } from "@mantine/core";
import { IconFileUpload, IconPlus, IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { useTitle } from "../app/use-title";
import { ago } from "../crm/format";
import { useObjectTypes } from "../crm/object-types";
import { mayUse, useSession } from "../session/session";
import { Answered, Card, cell, Empty, Page, PlainTable } from "../shared/page";
import { locale, t } from "../shared/texts";
import { useDebounced } from "../shared/use-debounced";
import { DeletedLists } from "./deleted-lists";
import { KINDS, type ListFound, listsQuery, SHOWN } from "./lists-query";

const SORTS = [
  { value: "-HS_UPDATED_AT", label: t("Changed last") },
  { value: "HS_NAME", label: t("Name") },
  { value: "-HS_LIST_SIZE", label: t("Largest first") },
  { value: "-HS_CREATEDATE", label: t("Newest first") },
];

/** All lists of the account: what they hold, how many, how they are filled. */
export function ListsPage() {
  useTitle(t("Lists"));
  const session = useSession();
  const types = useObjectTypes();
  const [words, setWords] = useState("");
  const [type, setType] = useState("");
  const [sort, setSort] = useState("-HS_UPDATED_AT");
  const [offset, setOffset] = useState(0);
  const found = useQuery(listsQuery({ words: useDebounced(words.trim(), 150), type, sort, offset }));
  const mayChange = mayUse(session, "lists");
  return (
    <Page
      title={t("Lists")}
      about={t(
        "Records that belong together: those that pass filters and follow every change, or those that you put in by hand.",
      )}
      actions={
        <Group gap="xs">
          {mayUse(session, "import") && (
            <Button
              variant="default"
              leftSection={<IconFileUpload size={16} />}
              renderRoot={(props) => <Link to="/app/imports" {...props} />}
            >
              {t("Imports")}
            </Button>
          )}
          {mayChange && (
            <Button
              leftSection={<IconPlus size={16} />}
              renderRoot={(props) => <Link to="/app/lists/new" {...props} />}
            >
              {t("Create list")}
            </Button>
          )}
        </Group>
      }
    >
      <Card padded={false}>
        <Group p="md" gap="xs">
          <TextInput
            w={220}
            leftSection={<IconSearch size={14} />}
            placeholder={t("Search lists")}
            aria-label={t("Search lists")}
            value={words}
            onChange={(event) => {
              setWords(event.currentTarget.value);
              setOffset(0);
            }}
          />
          <Select
            w={170}
            aria-label={t("Type of records")}
            placeholder={t("All types")}
            data={types.map(({ id, plural }) => ({ value: id, label: plural }))}
            value={type || null}
            onChange={(next) => {
              setType(next ?? "");
              setOffset(0);
            }}
            clearable
            searchable
          />
          <Select
            w={180}
            aria-label={t("Order")}
            data={SORTS}
            value={sort}
            onChange={(next) => setSort(next ?? "-HS_UPDATED_AT")}
            allowDeselect={false}
          />
        </Group>
        <Answered query={found}>
          {({ lists, total }) =>
            lists.length === 0 ? (
              <Empty title={words || type ? t("No list is called that") : t("No lists yet")}>
                {mayChange && !words && t("Create one, say, of all customers who were quiet for a month.")}
              </Empty>
            ) : (
              <>
                <Lists lists={lists} />
                {total > SHOWN && (
                  <Group p="md" justify="space-between">
                    <span>
                      {t("{from} to {to} of {total}", {
                        from: offset + 1,
                        to: offset + lists.length,
                        total: total.toLocaleString(locale),
                      })}
                    </span>
                    <Group gap="xs">
                      <Button
                        size="xs"
                        variant="default"
                        disabled={offset === 0}
                        onClick={() => setOffset(offset - SHOWN)}
                      >
                        {t("Back")}
                      </Button>
                      <Button
                        size="xs"
                        variant="default"
                        disabled={offset + SHOWN >= total}
                        onClick={() => setOffset(offset + SHOWN)}
                      >
                        {t("Next")}
                      </Button>
                    </Group>
                  </Group>
                )}
              </>
            )
          }
        </Answered>
      </Card>
      {mayChange && <DeletedLists />}
    </Page>
  );
}

function Lists({ lists }: { lists: ListFound[] }) {
  const types = new Map(useObjectTypes().map(({ id, plural }) => [id, plural]));
  return (
    <PlainTable
      label={t("Lists")}
      columns={[t("Name"), t("Records"), `#${t("Size")}`, t("Filled"), `-${t("Folder")}`, `-${t("Changed")}`]}
    >
      {lists.map((list) => (
        <tr key={list.listId}>
          <td>
            <Link to="/app/lists/$id" params={{ id: list.listId }}>
              {list.name}
            </Link>
          </td>
          <td>{types.get(list.objectTypeId) ?? list.objectTypeId}</td>
          <td className={cell.number}>
            {Number(list.additionalProperties.hs_list_size ?? 0).toLocaleString(locale)}
          </td>
          <td>
            {KINDS[list.processingType] ?? list.processingType}{" "}
            {list.processingStatus !== "COMPLETE" && (
              <Badge size="sm" variant="light" tt="none">
                {t("being counted")}
              </Badge>
            )}
          </td>
          <td className={cell.second}>{list.additionalProperties.hs_folder_name}</td>
          <td className={cell.second}>{ago(list.updatedAt)}</td>
        </tr>
      ))}
    </PlainTable>
  );
}
