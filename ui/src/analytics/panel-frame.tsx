import { Text } from "@mantine/core";
import type { ReactNode } from "react";

import classes from "./analytics.module.css";

/** A part of the page about traffic, with its name and what it counts. */
export function PanelFrame({
  title,
  counts,
  children,
}: {
  title: string;
  counts: string;
  children: ReactNode;
}) {
  return (
    <section className={classes.panel} aria-label={title}>
      <div className={classes.bar} style={{ marginBottom: 8 }}>
        <Text fw={600}>{title}</Text>
        <Text size="xs" c="var(--muted)">
          {counts}
        </Text>
      </div>
      {children}
    </section>
  );
}
