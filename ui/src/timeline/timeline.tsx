import { Button, Skeleton, Text } from "@mantine/core";
import { useMemo, useState } from "react";

import { useProperties } from "../crm/definitions";
import { type ObjectType, useObjectTypes } from "../crm/object-types";
import type { CrmRecord } from "../crm/record";
import { useSurroundings } from "../crm/surroundings";
import { mayDo, useSession } from "../session/session";
import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import { Composer } from "./composer";
import { association, describe } from "./describe";
import { EntryCard } from "./entry-card";
import { byPeriod } from "./periods";
import { TaskCheckbox } from "./task-checkbox";
import classes from "./timeline.module.css";
import { TimelineFilters } from "./timeline-filters";
import { type FilterName, timelineKey, useTimeline } from "./timeline-query";

const TASKS = "0-27";

/** What happened to a record, newest first, and a place to write down what happens now. */
export function Timeline({ type, record }: { type: ObjectType; record: CrmRecord }) {
  const [chosen, setChosen] = useState<readonly FilterName[]>([]);
  const query = useTimeline(type.name, record.id, chosen);
  const types = useObjectTypes();
  const properties = useProperties(type.name);
  const around = useSurroundings(type);
  const session = useSession();
  const mayFinish = mayDo(session, TASKS, "edit");
  const periods = useMemo(() => {
    const told = (query.data?.pages ?? []).flatMap(({ results, names }) =>
      results.flatMap((entry) => {
        const description =
          entry.kind === "association"
            ? association(entry, types, names)
            : describe(entry, properties, around);
        return description ? [{ entry, description, at: entry.occurredAt }] : [];
      }),
    );
    return byPeriod(told, around.timeZone);
  }, [query.data, properties, around, types]);
  return (
    <>
      {type.group !== "activities" && <Composer type={type} record={record} />}
      <TimelineFilters chosen={chosen} onChange={setChosen} />
      <FailureAlert error={query.error} />
      {query.isPending && <Skeleton h={160} role="status" aria-label={t("Loading")} />}
      {query.isSuccess && periods.length === 0 && <Nothing chosen={chosen} />}
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
  activity: t("No notes, calls, tasks or meetings yet. Write the first one above."),
  email: t("No e-mails yet."),
  event: t("No visits yet. They come once the tracking code is on your pages and the person is known."),
  submission: t("No forms were sent yet."),
  app: t("No app has put anything here yet."),
  property: t("Nobody has changed anything yet."),
  association: t("It was never associated with anything."),
};

function Nothing({ chosen }: { chosen: readonly FilterName[] }) {
  const [first] = chosen;
  const nothing = t("Nothing has happened yet. Write a note above, or log a call.");
  const several = t("Nothing of these kinds has happened yet.");
  return (
    <Text size="sm" c="var(--muted)" py="md">
      {first === undefined ? nothing : chosen.length > 1 ? several : EMPTY[first]}
    </Text>
  );
}
