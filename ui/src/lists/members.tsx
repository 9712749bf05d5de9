import { Button, Checkbox, Group, Skeleton, Text } from "@mantine/core";
import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useVirtualizer } from "@tanstack/react-virtual";
import { useEffect, useMemo, useRef, useState } from "react";

import { api, data } from "../api/client";
import { useProperties } from "../crm/definitions";
import { ago, format } from "../crm/format";
import type { ObjectType } from "../crm/object-types";
import { type CrmRecord, titleOf, titleProperties } from "../crm/record";
import { recordsByIds } from "../crm/records-by-ids";
import { useSurroundings } from "../crm/surroundings";
import { RecordPicker } from "../record/record-picker";
import { FailureAlert } from "../shared/failure-alert";
import { notifyDone } from "../shared/notify";
import { Card, Empty } from "../shared/page";
import { t, tn } from "../shared/texts";
import type { List } from "./list-page";
import classes from "./lists.module.css";
import { useListAction } from "./lists-query";

const ROW = 40;
const PAGE = 100;

interface Member {
  record: CrmRecord;
  joined: string;
}

interface MembersPage {
  members: Member[];
  next: string | undefined;
}

interface Props {
  list: List;
  type: ObjectType;
  /** Whether records are put in and taken out by hand. */
  mayChange: boolean;
}

/** Who is in a list, as many as there are: pages are read as one scrolls. */
export function Members({ list, type, mayChange }: Props) {
  const [selected, setSelected] = useState<ReadonlySet<string>>(new Set());
  const members = useMembers(list, type);
  const params = { path: { listId: list.listId } };
  const add = useListAction(t("Not added"), (id: string) =>
    data(api.PUT("/crm/v3/lists/{listId}/memberships/add", { params, body: [id] })),
  );
  const remove = useListAction(
    t("Still in the list"),
    () => data(api.PUT("/crm/v3/lists/{listId}/memberships/remove", { params, body: [...selected] })),
    () => {
      notifyDone(tn(selected.size, "{count} record taken out", "{count} records taken out"));
      setSelected(new Set());
    },
  );
  const actions = mayChange && (
    <Group gap="xs">
      {selected.size > 0 && (
        <Button size="xs" variant="default" loading={remove.isPending} onClick={() => remove.mutate(null)}>
          {tn(selected.size, "Take {count} out", "Take {count} out")}
        </Button>
      )}
      <RecordPicker type={type} onPick={(id) => add.mutate(id)} label={t("Put in a record")} />
    </Group>
  );
  const toggle = (id: string) => {
    const next = new Set(selected);
    if (!next.delete(id)) next.add(id);
    setSelected(next);
  };
  return (
    <Card title={t("Members")} actions={actions} padded={false}>
      <FailureAlert error={members.query.error} />
      {members.query.isPending && <Skeleton h={160} role="status" aria-label={t("Loading")} />}
      {members.query.isSuccess && members.all.length === 0 && (
        <Empty title={t("Nobody is in yet")}>
          {mayChange
            ? t("Put records in with the plus above, or tick them in their table.")
            : t("As soon as a record passes the filters, it is here.")}
        </Empty>
      )}
      {members.all.length > 0 && (
        <Rows type={type} members={members} selected={selected} onToggle={mayChange ? toggle : undefined} />
      )}
    </Card>
  );
}

function useMembers(list: List, type: ObjectType) {
  const columns = type.columns.slice(0, 2);
  const query = useInfiniteQuery({
    queryKey: ["list", list.listId, "members", list.listVersion, list.size],
    initialPageParam: "",
    placeholderData: keepPreviousData,
    queryFn: async ({ pageParam, signal }): Promise<MembersPage> => {
      const path = { listId: list.listId };
      const asked = { limit: PAGE, ...(pageParam && { after: pageParam }) };
      const page = await data(
        api.GET("/crm/v3/lists/{listId}/memberships", { params: { path, query: asked }, signal }),
      );
      const joined = new Map(page.results.map((each) => [each.recordId, each.membershipTimestamp]));
      const records = await recordsByIds(type, [...joined.keys()], [...titleProperties(type), ...columns]);
      const next = (page.paging as { next?: { after: string } } | undefined)?.next?.after;
      return {
        members: records.map((record): Member => ({ record, joined: joined.get(record.id) ?? "" })),
        next: next && decodeURIComponent(next),
      };
    },
    getNextPageParam: (page) => page.next,
  });
  const all = useMemo(() => query.data?.pages.flatMap((page) => page.members) ?? [], [query.data]);
  return { query, all };
}

interface RowsProps {
  type: ObjectType;
  members: ReturnType<typeof useMembers>;
  selected: ReadonlySet<string>;
  onToggle: ((id: string) => void) | undefined;
}

function Rows({ type, members: { query, all }, selected, onToggle }: RowsProps) {
  const box = useRef<HTMLDivElement>(null);
  const properties = useProperties(type.name);
  const around = useSurroundings(type);
  // eslint-disable-next-line react-hooks/incompatible-library -- its functions change with every scroll, as they should
  const virtual = useVirtualizer({
    count: all.length,
    getScrollElement: () => box.current,
    estimateSize: () => ROW,
    overscan: 20,
  });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = query;
  useEffect(() => {
    if (last > all.length - 30 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [last, all.length, hasNextPage, isFetchingNextPage, fetchNextPage]);
  const second = properties.get(type.columns[0] ?? "");
  return (
    <div
      ref={box}
      className={classes.members}
      style={{ height: Math.min(all.length * ROW + 2, 560) }}
      tabIndex={0}
      role="region"
      aria-label={t("Members")}
    >
      <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
        {shown.map(({ index, start }) => {
          const member = all[index];
          if (!member) return null;
          const { id, properties: values } = member.record;
          const name = titleOf(type, values, id);
          return (
            <div
              key={id}
              className={`${classes.member ?? ""} ${onToggle ? "" : (classes.plain ?? "")}`}
              style={{ position: "absolute", top: 0, left: 0, right: 0, transform: `translateY(${start}px)` }}
            >
              {onToggle && (
                <Checkbox
                  size="xs"
                  aria-label={t("Select {name}", { name })}
                  checked={selected.has(id)}
                  onChange={() => onToggle(id)}
                />
              )}
              <Link to="/app/records/$type/$id" params={{ type: type.name, id }}>
                {name}
              </Link>
              <Text size="sm" truncate>
                {second ? format(second, values[second.name], around) : ""}
              </Text>
              <span className={classes.joined}>{t("joined {when}", { when: ago(member.joined) })}</span>
            </div>
          );
        })}
      </div>
    </div>
  );
}
