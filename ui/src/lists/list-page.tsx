import { Badge, Button, Group, Skeleton, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link, useParams } from "@tanstack/react-router";
import { useState } from "react";

import type { components } from "../api/client";
import { api, data } from "../api/client";
import { useTitle } from "../app/use-title";
import { moment } from "../crm/format";
import { type ObjectType, useObjectType } from "../crm/object-types";
import { mayUse, useSession } from "../session/session";
import { FailureAlert } from "../shared/failure-alert";
import { Answered, Card, Page } from "../shared/page";
import { locale, noun, t } from "../shared/texts";
import { FilterBuilder } from "./filter-builder";
import { type Branch, EMPTY, isComplete, listsIn, read } from "./filter-tree";
import { ListMenu } from "./list-menu";
import classes from "./lists.module.css";
import { KINDS, listQuery, usedInQuery, useListAction } from "./lists-query";
import { LiveCount } from "./live-count";
import { Members } from "./members";

export type List = components["schemas"]["ListShown"];

/** One list: who is in, by which filters, and what can be done with it. */
export function ListPage() {
  const { id } = useParams({ from: "/inside/app/lists/$id" });
  const list = useQuery(listQuery(id));
  return <Answered query={list}>{(found) => <One key={found.listId} list={found} />}</Answered>;
}

function One({ list }: { list: List }) {
  useTitle(list.name);
  const session = useSession();
  const type = useObjectType(list.objectTypeId);
  const mayChange = mayUse(session, "lists");
  const working = list.processingStatus !== "COMPLETE";
  if (!type) return <Skeleton h={200} m="md" role="status" aria-label={t("Loading")} />;
  return (
    <Page
      title={list.name}
      back={<Link to="/app/lists">{t("Lists")}</Link>}
      about={
        <span className={classes.sentence}>
          <Badge variant="light" tt="none">
            {KINDS[list.processingType] ?? list.processingType}
          </Badge>
          <span aria-live="polite">
            {working
              ? t("Being counted …")
              : `${(list.size ?? 0).toLocaleString(locale)} ${noun(type.plural)}`}
          </span>
          <span>{t("changed {moment}", { moment: moment(list.updatedAt, session?.timeZone ?? "UTC") })}</span>
        </span>
      }
      actions={<ListMenu list={list} type={type} mayChange={mayChange} />}
    >
      <Members list={list} type={type} mayChange={mayChange && list.processingType !== "DYNAMIC"} />
      {list.filterBranch && (
        <Filters
          key={list.listVersion}
          list={list}
          type={type}
          mayChange={mayChange && list.processingType === "DYNAMIC"}
        />
      )}
      <UsedIn list={list} />
    </Page>
  );
}

function Filters({ list, type, mayChange }: { list: List; type: ObjectType; mayChange: boolean }) {
  const kept = list.filterBranch ? read(list.filterBranch) : EMPTY;
  const [changed, setChanged] = useState<Branch | null>(null);
  const tree = changed ?? kept;
  const params = { path: { listId: list.listId } };
  const save = useListAction(t("The filters are as they were"), () =>
    data(api.PUT("/crm/v3/lists/{listId}/update-list-filters", { params, body: { filterBranch: tree } })),
  );
  return (
    <Card title={list.processingType === "DYNAMIC" ? t("Who is in") : t("Who was in when the list was made")}>
      <Stack>
        <fieldset disabled={!mayChange} style={{ border: 0, margin: 0, minWidth: 0, padding: 0 }}>
          <legend hidden>{t("Filters")}</legend>
          <FilterBuilder
            type={type}
            tree={tree}
            onChange={(next) => mayChange && setChanged(next)}
            listId={list.listId}
          />
        </fieldset>
        {changed && (
          <>
            <LiveCount type={type} tree={tree} listId={list.listId} before={list.size} />
            <FailureAlert error={save.error} />
            <Group justify="flex-end">
              <Button variant="default" onClick={() => setChanged(null)}>
                {t("Leave as it was")}
              </Button>
              <Button disabled={!isComplete(tree)} loading={save.isPending} onClick={() => save.mutate(null)}>
                {t("Save filters")}
              </Button>
            </Group>
          </>
        )}
      </Stack>
    </Card>
  );
}

function UsedIn({ list }: { list: List }) {
  const used = useQuery(usedInQuery(list.listId, (tree, id) => listsIn(read(tree ?? {})).has(id))).data ?? [];
  if (used.length === 0) return null;
  return (
    <Card title={t("Used in")}>
      <Text size="sm" component="div">
        {t("These lists ask about this one:")}{" "}
        {used.map((other, place) => (
          <span key={other.listId}>
            {place > 0 && ", "}
            <Link to="/app/lists/$id" params={{ id: other.listId }}>
              {other.name}
            </Link>
          </span>
        ))}
      </Text>
    </Card>
  );
}
