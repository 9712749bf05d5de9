import { Button, SegmentedControl, Skeleton, Text } from "@mantine/core";
import { useMemo, useState } from "react";

import { useProperties } from "../crm/definitions";
import type { ObjectType } from "../crm/object-types";
import type { CrmRecord } from "../crm/record";
import { useSurroundings } from "../crm/surroundings";
import { mayDo, useSession } from "../session/session";
import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import { Composer } from "./composer";
import { describe } from "./describe";
import { EntryCard } from "./entry-card";
import { byPeriod } from "./periods";
import { TaskCheckbox } from "./task-checkbox";
import classes from "./timeline.module.css";
import { type FilterName, FILTERS, timelineKey, useTimeline } from "./timeline-query";

const TASKS = "0-27";

/** What happened to a record, newest first, and a place to write down what happens now. */
export function Timeline({ type, record }: { type: ObjectType; record: CrmRecord }) {
  const [filter, setFilter] = useState<FilterName>("all");
  const query = useTimeline(type.name, record.id, filter);
  const properties = useProperties(type.name);
  const around = useSurroundings(type);
  const session = useSession();
  const mayFinish = mayDo(session, TASKS, "edit");
  const periods = useMemo(() => {
    const entries = query.data?.pages.flatMap((page) => page.results) ?? [];
    const told = entries.flatMap((entry) => {
      const description = describe(entry, properties, around);
      return description ? [{ entry, description, at: entry.occurredAt }] : [];
    });
    return byPeriod(told, around.timeZone);
  }, [query.data, properties, around]);
  return (
    <>
      {type.group !== "activities" && <Composer type={type} record={record} />}
      <div className={classes.bar}>
        <SegmentedControl
          size="xs"
          value={filter}
          onChange={setFilter}
          data={FILTERS.map(({ value, label }) => ({ value, label }))}
          aria-label={t("What is shown")}
        />
      </div>
      <FailureAlert error={query.error} />
      {query.isPending && <Skeleton h={160} role="status" aria-label={t("Loading")} />}
      {query.isSuccess && periods.length === 0 && <Nothing filter={filter} />}
      {periods.map(({ label, of }) => (
        <section key={label} aria-label={label}>
          <h2 className={classes.period}>{label}</h2>
          {of.map(({ entry, description }) => (
            <EntryCard
              key={`${entry.kind} ${entry.id}`}
              description={description}
              at={entry.occurredAt}
              timeZone={around.timeZone}
              box={
                mayFinish && description.done !== undefined ? (
                  <TaskCheckbox
                    id={entry.id}
                    label={t("{title} is done", { title: description.title })}
                    done={description.done}
                    changes={timelineKey(type.name, record.id)}
                  />
                ) : undefined
              }
            />
          ))}
        </section>
      ))}
      {query.hasNextPage && (
        <Button
          variant="default"
          size="xs"
          loading={query.isFetchingNextPage}
          onClick={() => void query.fetchNextPage()}
        >
          {t("Show what was before")}
        </Button>
      )}
    </>
  );
}

const EMPTY: Record<FilterName, string> = {
  all: t("Nothing has happened yet. Write a note above, or log a call."),
  activity: t("No notes, calls, tasks, meetings or e-mails yet. Write the first one above."),
  web: t(
    "No visits or forms yet. They come once the tracking code is on your pages and the person is known.",
  ),
  app: t("No app has put anything here yet."),
  property: t("Nobody has changed anything yet."),
};

function Nothing({ filter }: { filter: FilterName }) {
  return (
    <Text size="sm" c="var(--muted)" py="md">
      {EMPTY[filter]}
    </Text>
  );
}
