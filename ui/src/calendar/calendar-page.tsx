import { ActionIcon, Button, Group, SegmentedControl, Switch, Text, Title } from "@mantine/core";
import { useHotkeys, useMediaQuery } from "@mantine/hooks";
import { IconChevronLeft, IconChevronRight, IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useNavigate, useSearch } from "@tanstack/react-router";
import { Suspense, useMemo, useState } from "react";

import { useTitle } from "../app/use-title";
import { mayDo, useSession } from "../session/session";
import { plusDays, todayIn } from "../shared/days";
import { FailureAlert } from "../shared/failure-alert";
import { lazySoon } from "../shared/lazy-soon";
import { locale, t } from "../shared/texts";
import { Agenda } from "./agenda";
import classes from "./calendar.module.css";
import { calendarQuery, type Item, TYPE_IDS, useMoveToDay } from "./calendar-query";
import { beginOf, dayIn, daysOf, firstWeekday, stepped, type View } from "./days";
import { Grid } from "./grid";

const PlanDrawer = lazySoon(() => import("./plan-drawer"));
const KINDS = ["tasks", "meetings"] as const;

/** Meetings and tasks by day, in the time zone of the account. */
export function CalendarPage() {
  useTitle(t("Calendar"));
  const session = useSession();
  const navigate = useNavigate();
  const given = useSearch({ from: "/inside/app/calendar" });
  const narrow = useMediaQuery("(max-width: 48em)", false, { getInitialValueInEffect: false });
  const zone = session?.timeZone ?? "UTC";
  const today = todayIn(zone);
  const day = given.day ?? today;
  const view = narrow ? "agenda" : (given.view ?? "month");
  const [mine, setMine] = useState(true);
  const [planned, setPlanned] = useState<string | null>(null);
  const days = useMemo(() => daysOf(view, day, firstWeekday()), [view, day]);
  const kinds = KINDS.filter((kind) => mayDo(session, TYPE_IDS[kind], "view"));
  const found = useQuery(
    calendarQuery({
      kinds,
      from: beginOf(days[0] ?? day, zone),
      until: beginOf(plusDays(days.at(-1) ?? day, 1), zone),
      owner: mine ? (session?.ownerId ?? "") : "",
    }),
  );
  const byDay = useMemo(() => grouped(found.data ?? [], zone), [found.data, zone]);
  const move = useMoveToDay(zone);
  const mayPlan = KINDS.some((kind) => mayDo(session, TYPE_IDS[kind], "edit"));
  const go = (next: { view?: View; day?: string }) =>
    void navigate({ to: "/app/calendar", search: { view, day, ...next }, replace: true });
  useHotkeys([
    ["t", () => go({ day: today })],
    ["c", () => mayPlan && setPlanned(day)],
  ]);
  const shared = {
    days,
    byDay,
    today,
    zone,
    withOwner: !mine,
    onPlan: mayPlan ? setPlanned : undefined,
    mayMove: ({ kind }: Item) => mayDo(session, TYPE_IDS[kind], "edit"),
    onMove: (item: Item, to: string) => move.mutate({ item, day: to }),
  };
  return (
    <div className={classes.page}>
      <div className={classes.bar}>
        <Group gap="xs">
          <Title order={1} size="h3" aria-live="polite">
            {titleOf(view, days, day)}
          </Title>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("Back")}
            onClick={() => go({ day: stepped(view, day, -1) })}
          >
            <IconChevronLeft size={18} />
          </ActionIcon>
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("On")}
            onClick={() => go({ day: stepped(view, day, 1) })}
          >
            <IconChevronRight size={18} />
          </ActionIcon>
          <Button size="xs" variant="default" onClick={() => go({ day: today })}>
            {t("Today")}
          </Button>
        </Group>
        <Group gap="sm">
          <Switch
            size="xs"
            label={t("Only mine")}
            checked={mine}
            onChange={(event) => setMine(event.currentTarget.checked)}
          />
          {!narrow && (
            <SegmentedControl
              size="xs"
              value={view}
              onChange={(next) => go({ view: next })}
              data={[
                { value: "month", label: t("Month") },
                { value: "week", label: t("Week") },
                { value: "agenda", label: t("Agenda") },
              ]}
              aria-label={t("View")}
            />
          )}
          {mayPlan && (
            <Button
              size="xs"
              leftSection={<IconPlus size={14} />}
              onClick={() => setPlanned(day < today ? today : day)}
            >
              {t("Plan")}
            </Button>
          )}
        </Group>
      </div>
      <FailureAlert error={found.error} />
      {view === "agenda" ? (
        <Agenda {...shared} loaded={found.isSuccess} />
      ) : (
        <Grid {...shared} key={view} view={view} day={day} onDay={(next) => go({ day: next })} />
      )}
      <Zone zone={zone} />
      {planned && (
        <Suspense>
          <PlanDrawer day={planned} zone={zone} onClose={() => setPlanned(null)} />
        </Suspense>
      )}
    </div>
  );
}

/** Says whose clock it is, where that is not the reader's. */
function Zone({ zone }: { zone: string }) {
  const here = Intl.DateTimeFormat().resolvedOptions().timeZone;
  return (
    <Text size="xs" c="var(--muted)">
      {here === zone
        ? t("Times are of {zone}.", { zone })
        : t("Times are of the account’s time zone, {zone}; this browser is in {here}.", { zone, here })}
    </Text>
  );
}

function grouped(items: Item[], zone: string): ReadonlyMap<string, Item[]> {
  const found = new Map<string, Item[]>();
  for (const item of [...items].sort((one, two) => one.at.localeCompare(two.at))) {
    if (!item.at) continue;
    const day = dayIn(item.at, zone);
    found.set(day, [...(found.get(day) ?? []), item]);
  }
  return found;
}

function titleOf(view: View, days: string[], day: string): string {
  const shown = (each: string, options: Intl.DateTimeFormatOptions) =>
    new Date(each).toLocaleDateString(locale, { timeZone: "UTC", ...options });
  if (view === "month") return shown(day, { month: "long", year: "numeric" });
  const [first = day, last = day] = [days[0], days.at(-1)];
  return `${shown(first, { day: "numeric", month: "short" })} – ${shown(last, { dateStyle: "medium" })}`;
}
