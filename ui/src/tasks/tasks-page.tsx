import { Group, SegmentedControl, Skeleton, Switch, Text, Title, Tooltip } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { ago, moment } from "../crm/format";
import { useTitle } from "../app/use-title";
import { useOwners } from "../crm/definitions";
import { type CrmRecord, lines } from "../crm/record";
import { mayDo, useSession } from "../session/session";
import { plusDays, todayIn } from "../shared/days";
import { FailureAlert } from "../shared/failure-alert";
import { locale, t } from "../shared/texts";
import { TaskCheckbox } from "../timeline/task-checkbox";
import classes from "./tasks.module.css";
import { type Person, type Pile, tasksQuery } from "./tasks-query";

const TASKS = "0-27";
const PILES: { value: Pile; label: string }[] = [
  { value: "due", label: t("Due") },
  { value: "later", label: t("Later") },
  { value: "done", label: t("Done") },
];

/** What is to be done, the longest overdue first; a tick finishes it. */
export function TasksPage() {
  useTitle(t("My tasks"));
  const session = useSession();
  const [pile, setPile] = useState<Pile>("due");
  const [mine, setMine] = useState(true);
  const tomorrow = plusDays(todayIn(session?.timeZone ?? "UTC"), 1);
  const query = useQuery(tasksQuery(pile, mine ? (session?.ownerId ?? "") : "", Date.parse(tomorrow) - 1));
  const { tasks = [], total = 0, people } = query.data ?? {};
  return (
    <div className={classes.page}>
      <div className={classes.bar}>
        <Group gap="sm" align="baseline">
          <Title order={1} size="h3">
            {t("Tasks")}
          </Title>
          <Text size="sm" c="var(--muted)" aria-live="polite">
            {query.isSuccess ? total.toLocaleString(locale) : ""}
          </Text>
        </Group>
        <Group gap="sm">
          <Switch
            size="xs"
            label={t("Only mine")}
            checked={mine}
            onChange={(event) => setMine(event.currentTarget.checked)}
          />
          <SegmentedControl
            size="xs"
            value={pile}
            onChange={setPile}
            data={PILES}
            aria-label={t("Which tasks")}
          />
        </Group>
      </div>
      <FailureAlert error={query.error} />
      {query.isPending && <Skeleton h={200} role="status" aria-label={t("Loading")} />}
      {query.isSuccess && tasks.length === 0 && (
        <Text size="sm" c="var(--muted)" py="md">
          {EMPTY[pile]} {mine && t("Without “Only mine”, everybody’s are shown.")}
        </Text>
      )}
      {tasks.length > 0 && (
        <div className={classes.list}>
          {tasks.map((task) => (
            <Task key={task.id} task={task} person={people?.get(task.id)} withOwner={!mine} />
          ))}
        </div>
      )}
      {total > tasks.length && (
        <Text size="sm" mt="sm">
          {t("These are the first {length}.", { length: tasks.length })}{" "}
          <Link to="/app/records/$type" params={{ type: "tasks" }}>
            {t("All tasks are in their table")}
          </Link>
          .
        </Text>
      )}
    </div>
  );
}

const EMPTY: Record<Pile, string> = {
  due: t("Nothing is due. Plan a task on the page of a contact, a company or a deal."),
  later: t("Nothing is planned for later."),
  done: t("Nothing was done yet."),
};

function Task({
  task,
  person,
  withOwner,
}: {
  task: CrmRecord;
  person: Person | undefined;
  withOwner: boolean;
}) {
  const session = useSession();
  const owners = useOwners();
  const { hs_task_subject, hs_task_body, hs_task_priority, hs_task_status, hs_timestamp, hubspot_owner_id } =
    task.properties;
  const subject = hs_task_subject || `Task ${task.id}`;
  const done = hs_task_status === "COMPLETED";
  const late = !done && Boolean(hs_timestamp) && new Date(hs_timestamp ?? "") < new Date();
  const timeZone = session?.timeZone ?? "UTC";
  return (
    <article className={classes.task}>
      {mayDo(session, TASKS, "edit") ? (
        <TaskCheckbox
          id={task.id}
          label={t("{subject} is done", { subject })}
          done={done}
          changes={["tasks"]}
        />
      ) : (
        <span />
      )}
      <Link to="/app/records/$type/$id" params={{ type: "tasks", id: task.id }} className={classes.subject}>
        {subject}
      </Link>
      {hs_timestamp ? (
        <Tooltip label={moment(hs_timestamp, timeZone)}>
          <time className={`${classes.when} ${late ? classes.late : ""}`} dateTime={hs_timestamp}>
            {late && t("Due ")}
            {ago(hs_timestamp)}
          </time>
        </Tooltip>
      ) : (
        <span />
      )}
      <div className={classes.about}>
        {person && (
          <Link to="/app/records/$type/$id" params={{ type: "contacts", id: person.id }}>
            {person.name}
          </Link>
        )}
        {hs_task_priority === "HIGH" && <span>{t("High priority")}</span>}
        {withOwner && hubspot_owner_id && <span>{owners.get(hubspot_owner_id)}</span>}
        {hs_task_body && <span>{lines(hs_task_body).slice(0, 200)}</span>}
      </div>
    </article>
  );
}
