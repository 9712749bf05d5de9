import { useLocalStorage } from "@mantine/hooks";

import { asHtml } from "../crm/record";
import { useOwnKey } from "../session/session";
import { t } from "../shared/texts";
import type { Attached } from "./upload";

export type Kind = "note" | "email" | "call" | "task" | "meeting";

/** What is being written, by the names of the API's properties. */
export type Draft = { kind: Kind } & Record<string, string>;

const EMPTY: Draft = { kind: "note" };

type Change = Record<string, string> | ((before: Draft) => Record<string, string>);

/** The draft of a record; it outlives the page, so nothing typed is lost. */
export function useDraft(type: string, id: string): [Draft, (change: Change) => void, () => void] {
  const key = useOwnKey(`draft ${type} ${id}`);
  const [draft, setDraft, forget] = useLocalStorage<Draft>({
    key,
    defaultValue: EMPTY,
    getInitialValueInEffect: false,
  });
  const change = (values: Change) =>
    setDraft((before) => ({ ...before, ...(typeof values === "function" ? values(before) : values) }));
  return [draft, change, forget];
}

/** What each kind of activity is, in the API's words, and what it must have. */
export const KINDS: Record<
  Kind,
  { label: string; type: string; typeId: string; body: string; title?: string }
> = {
  note: { label: t("Note"), type: "notes", typeId: "0-46", body: "hs_note_body" },
  email: {
    label: t("E-mail"),
    type: "emails",
    typeId: "0-49",
    body: "hs_email_html",
    title: "hs_email_subject",
  },
  call: { label: t("Call"), type: "calls", typeId: "0-48", body: "hs_call_body", title: "hs_call_title" },
  task: { label: t("Task"), type: "tasks", typeId: "0-27", body: "hs_task_body", title: "hs_task_subject" },
  meeting: {
    label: t("Meeting"),
    type: "meetings",
    typeId: "0-47",
    body: "hs_meeting_body",
    title: "hs_meeting_title",
  },
};

const HOUR = 3_600_000;

/** The properties of the activity that a draft becomes. `owner` is who writes it; `now` in ms. */
export function propertiesOf(draft: Draft, owner: string, now = Date.now()): Record<string, string> {
  const { body, title } = KINDS[draft.kind];
  const at = draft.at || new Date(now).toISOString();
  const values: Record<string, string> = {
    hs_timestamp: at,
    hubspot_owner_id: draft.owner || owner,
    [body]: draft.body ? asHtml(draft.body) : "",
    ...(title && { [title]: draft.title ?? "" }),
    ...OWN[draft.kind](draft, at),
    hs_attachment_ids: attachedTo(draft)
      .map(({ id }) => id)
      .join(";"),
  };
  return Object.fromEntries(Object.entries(values).filter(([, value]) => value !== ""));
}

const OWN: Record<Kind, (draft: Draft, at: string) => Record<string, string>> = {
  note: () => ({}),
  email: (draft) => ({
    hs_email_direction: draft.direction === "INCOMING_EMAIL" ? "INCOMING_EMAIL" : "EMAIL",
    hs_email_status: "SENT",
    hs_email_headers: JSON.stringify({
      from: person(draft.from ?? ""),
      to: (draft.to ?? "")
        .split(/[,;]/)
        .map((each) => each.trim())
        .filter(Boolean)
        .map(person),
    }),
  }),
  call: (draft) => ({
    hs_call_direction: draft.direction ?? "OUTBOUND",
    hs_call_status: "COMPLETED",
    hs_call_duration: draft.minutes ? String(Math.round(Number(draft.minutes) * 60_000)) : "",
  }),
  task: (draft) => ({
    hs_task_status: "NOT_STARTED",
    hs_task_type: "TODO",
    hs_task_priority: draft.priority ?? "NONE",
  }),
  meeting: (draft, at) => ({
    hs_meeting_start_time: at,
    hs_meeting_end_time: new Date(new Date(at).getTime() + HOUR * (Number(draft.hours) || 1)).toISOString(),
    hs_meeting_outcome: "SCHEDULED",
  }),
};

function person(email: string) {
  return { email: email.trim() };
}

/** The files of a draft; a draft holds texts only. */
export function attachedTo(draft: Draft): Attached[] {
  return draft.attached ? (JSON.parse(draft.attached) as Attached[]) : [];
}
