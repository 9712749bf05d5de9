import { Tooltip, UnstyledButton } from "@mantine/core";
import {
  IconApps,
  IconCalendarEvent,
  IconCheckbox,
  IconForms,
  IconLink,
  IconMail,
  IconMessage,
  IconNote,
  IconPencil,
  IconPhone,
  IconWorld,
} from "@tabler/icons-react";
import { Link } from "@tanstack/react-router";
import { lazy, type ReactNode, Suspense, useState } from "react";

import { ago, moment } from "../crm/format";
import { t } from "../shared/texts";
import type { Description } from "./describe";
import classes from "./timeline.module.css";

const Attachments = lazy(() => import("./attachments"));

const ICONS = {
  note: IconNote,
  call: IconPhone,
  meeting: IconCalendarEvent,
  task: IconCheckbox,
  email: IconMail,
  message: IconMessage,
  page: IconWorld,
  form: IconForms,
  app: IconApps,
  change: IconPencil,
  link: IconLink,
};
/** Entries that there are many of, which must not drown what people wrote. */
const QUIET = new Set<Description["icon"]>(["page", "change", "link"]);
const FACTS = 4;

interface Props {
  description: Description;
  at: string;
  timeZone: string;
  /** What stands in the icon's place: the box of a task that the person may tick. */
  box?: ReactNode;
}

/** One entry of a timeline. */
export function EntryCard({ description, at, timeZone, box }: Props) {
  const { icon, title, body, link, done, facts, files = [] } = description;
  const [all, setAll] = useState(false);
  const Icon = ICONS[icon];
  const shown = all ? facts : facts.slice(0, FACTS);
  return (
    <article className={`${classes.entry} ${QUIET.has(icon) ? classes.quiet : ""}`}>
      {box ?? <Icon size={18} stroke={1.6} className={classes.icon} aria-hidden />}
      <div>
        <div className={classes.head}>
          <span className={`${classes.title} ${done ? classes.done : ""}`}>
            {link ? (
              <Link to="/app/records/$type/$id" params={link}>
                {title}
              </Link>
            ) : (
              title
            )}
          </span>
          <Tooltip label={moment(at, timeZone)}>
            <time className={classes.when} dateTime={at}>
              {ago(at)}
            </time>
          </Tooltip>
        </div>
        {body && <div className={classes.body}>{body}</div>}
        {files.length > 0 && (
          <Suspense>
            <Attachments ids={files} />
          </Suspense>
        )}
        {facts.length > 0 && (
          <dl className={classes.facts}>
            {shown.map(([label, value]) => (
              <div key={label}>
                <dt>{label}:</dt> <dd>{value}</dd>
              </div>
            ))}
          </dl>
        )}
        {facts.length > shown.length && (
          <UnstyledButton fz="xs" c="var(--muted)" onClick={() => setAll(true)}>
            {t("Show {length} more", { length: facts.length - shown.length })}
          </UnstyledButton>
        )}
      </div>
    </article>
  );
}
