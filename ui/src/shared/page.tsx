import { Skeleton, Stack, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

import { FailureAlert } from "./failure-alert";
import classes from "./page.module.css";
import { t } from "./texts";

interface PageProps {
  title: string;
  about?: ReactNode;
  /** The way to the page above. */
  back?: ReactNode;
  /** The way to the pages beside it, over the whole width. */
  beside?: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A page that is read from top to bottom: what it is, what one can do, then cards. */
export function Page({ title, about, back, beside, actions, children }: PageProps) {
  return (
    <div className={classes.page}>
      <div className={classes.inner}>
        {beside}
        <header className={classes.head}>
          <div className={classes.words}>
            {back && (
              <Text size="sm" component="div">
                {back}
              </Text>
            )}
            <Title order={1} size="h3">
              {title}
            </Title>
            {about && (
              <Text size="sm" c="var(--muted)" component="div" maw={720}>
                {about}
              </Text>
            )}
          </div>
          {actions}
        </header>
        {children}
      </div>
    </div>
  );
}

/** A part of a page, with a heading where it has one. */
export function Card({
  title,
  actions,
  padded = true,
  children,
}: {
  title?: string;
  actions?: ReactNode;
  padded?: boolean;
  children: ReactNode;
}) {
  return (
    <section className={classes.card} aria-label={title}>
      {title && (
        <header className={`${classes.head ?? ""} ${classes.padded ?? ""}`} style={{ margin: 0 }}>
          <Title order={2} size="h5">
            {title}
          </Title>
          {actions}
        </header>
      )}
      <div
        className={padded ? classes.padded : undefined}
        style={title && padded ? { paddingTop: 0 } : undefined}
      >
        {children}
      </div>
    </section>
  );
}

/** Says what would stand here, and how it comes here. */
export function Empty({ title, children }: { title: string; children?: ReactNode }) {
  return (
    <Stack className={classes.empty} gap={4} align="center">
      <Text fw={600}>{title}</Text>
      <Text size="sm" c="var(--muted)" maw={480} component="div">
        {children}
      </Text>
    </Stack>
  );
}

/** What an answer of the server becomes: its failure, a place for it, or what `children` make of it. */
export function Answered<T>({
  query,
  children,
}: {
  query: { data: T | undefined; error: unknown };
  children: (found: T) => ReactNode;
}) {
  if (query.data !== undefined) return children(query.data);
  if (query.error) return <FailureAlert error={query.error} />;
  return <Skeleton h={160} role="status" aria-label={t("Loading")} />;
}

const STYLES: Record<string, string | undefined> = { "-": classes.second, "#": classes.number };

/** A table that scrolls sideways where it must. Of `columns`, "-Name" has no room on a phone, "#Name" is of numbers. */
export function PlainTable({
  label,
  columns,
  children,
}: {
  label: string;
  columns: string[];
  children: ReactNode;
}) {
  return (
    <div className={classes.wide} tabIndex={0} role="region" aria-label={label}>
      <table className={classes.table}>
        <thead>
          <tr>
            {columns.map((column) => (
              <th key={column} scope="col" className={STYLES[column.charAt(0)]}>
                {column.replace(/^[-#]/, "")}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>{children}</tbody>
      </table>
    </div>
  );
}

/** The classes of cells: not on a phone, a number, at the end of the row. */
export const cell = {
  second: classes.second,
  number: classes.number,
  end: classes.end,
};
