import { Popover, Stack, Text, UnstyledButton } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";

import { locale, t, tn } from "../shared/texts";
import classes from "./analytics.module.css";
import { country, page, sourceOf } from "./names";
import { realtimeQuery } from "./reports";

const SHOWN = 6;

/** Who is on the site now, in a view where one is chosen; what they look at opens on a click. */
export function Live({ view }: { view: number | undefined }) {
  const now = useQuery(realtimeQuery(view)).data;
  if (!now) return null;
  const lists: [string, { name: string; visitors: number }[]][] = [
    [t("Pages"), now.pages.map((each) => ({ name: page(each.page), visitors: each.visitors }))],
    [t("Sources"), now.sources.map((each) => ({ ...each, name: sourceOf(each.name) }))],
    [t("Countries"), now.countries.map((each) => ({ ...each, name: country(each.name) }))],
  ];
  return (
    <Popover width={320} position="bottom-start" shadow="md" trapFocus>
      <Popover.Target>
        <UnstyledButton fz="sm">
          <span className={classes.live} aria-hidden />
          {t("{activeVisitors} on the site now", {
            activeVisitors: now.activeVisitors.toLocaleString(locale),
          })}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown>
        <Stack gap="xs">
          <Text size="sm">
            {tn(
              now.visitors,
              "{count} visitor with {pageViews} page views in the last {minutes} minutes.",
              "{count} visitors with {pageViews} page views in the last {minutes} minutes.",
              {
                pageViews: now.pageViews.toLocaleString(locale),
                minutes: now.minutes,
              },
            )}
          </Text>
          {lists.map(
            ([title, rows]) =>
              rows.length > 0 && (
                <section key={title}>
                  <Text size="xs" fw={600} c="var(--muted)">
                    {title}
                  </Text>
                  {rows.slice(0, SHOWN).map(({ name, visitors }) => (
                    <div key={name} className={classes.row} style={{ height: 26, padding: 0 }}>
                      <span className={classes.name}>{name}</span>
                      <span className={classes.value}>{visitors.toLocaleString(locale)}</span>
                    </div>
                  ))}
                </section>
              ),
          )}
        </Stack>
      </Popover.Dropdown>
    </Popover>
  );
}
