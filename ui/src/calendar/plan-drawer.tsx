import {
  Button,
  Drawer,
  Group,
  NumberInput,
  SegmentedControl,
  Select,
  Stack,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, data } from "../api/client";
import { useOwners } from "../crm/definitions";
import { mayDo, useSession } from "../session/session";
import { FailureAlert } from "../shared/failure-alert";
import { notifyDone } from "../shared/notify";
import { t } from "../shared/texts";
import { KINDS, propertiesOf } from "../timeline/draft";
import { TYPE_IDS } from "./calendar-query";
import { momentAt } from "./days";

interface Props {
  day: string;
  zone: string;
  onClose: () => void;
}

/** Plans a task or a meeting, by the account's clock. */
export default function PlanDrawer({ day: first, zone, onClose }: Props) {
  const session = useSession();
  const owners = useOwners();
  const client = useQueryClient();
  const kinds = (["meeting", "task"] as const).filter((each) =>
    mayDo(session, each === "task" ? TYPE_IDS.tasks : TYPE_IDS.meetings, "edit"),
  );
  const [kind, setKind] = useState(kinds[0] ?? "task");
  const [title, setTitle] = useState("");
  const [body, setBody] = useState("");
  const [day, setDay] = useState(first);
  const [time, setTime] = useState("09:00");
  const [hours, setHours] = useState<string | number>(1);
  const [owner, setOwner] = useState(session?.ownerId ?? "");
  const save = useMutation({
    mutationFn: () => {
      const at = momentAt(day, time, zone);
      const draft = { kind, title, body, at, hours: String(hours), owner };
      const properties = propertiesOf(draft, session?.ownerId ?? "");
      const path = { objectType: KINDS[kind].type };
      return data(api.POST("/crm/v3/objects/{objectType}", { params: { path }, body: { properties } }));
    },
    onSuccess: async () => {
      notifyDone(kind === "task" ? t("Task planned") : t("Meeting planned"));
      await client.invalidateQueries({ queryKey: ["calendar"] });
      await client.invalidateQueries({ queryKey: ["tasks"], refetchType: "none" });
      onClose();
    },
  });
  return (
    <Drawer opened onClose={onClose} title={t("Plan something")} position="right" size="md">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate();
        }}
      >
        <Stack>
          <SegmentedControl
            value={kind}
            onChange={setKind}
            data={kinds.map((each) => ({ value: each, label: each === "task" ? t("Task") : t("Meeting") }))}
            aria-label={t("What it is")}
          />
          <TextInput
            label={kind === "task" ? t("What is to be done") : t("What the meeting is about")}
            required
            value={title}
            onChange={(event) => setTitle(event.currentTarget.value)}
            data-autofocus
          />
          <Group grow align="flex-start">
            <TextInput
              type="date"
              label={t("Day")}
              required
              value={day}
              onChange={(event) => setDay(event.currentTarget.value)}
            />
            <TextInput
              type="time"
              label={t("Time")}
              description={zone}
              inputWrapperOrder={["label", "input", "description"]}
              required
              value={time}
              onChange={(event) => setTime(event.currentTarget.value)}
            />
            {kind === "meeting" && (
              <NumberInput label={t("Hours")} min={0.25} step={0.25} value={hours} onChange={setHours} />
            )}
          </Group>
          <Select
            label={t("For")}
            data={[...owners].map(([value, label]) => ({ value, label }))}
            value={owner || null}
            onChange={(next) => setOwner(next ?? "")}
            searchable
          />
          <Textarea
            label={t("Notes")}
            autosize
            minRows={3}
            value={body}
            onChange={(event) => setBody(event.currentTarget.value)}
          />
          <FailureAlert error={save.error} />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("Cancel")}
            </Button>
            <Button type="submit" loading={save.isPending} disabled={!title.trim() || !day || !time}>
              {t("Plan")}
            </Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}
