import { Badge, Text } from "@mantine/core";
import { Link } from "@tanstack/react-router";
import { useEffect, useState } from "react";

import { type Session, useSession } from "../session/session";
import { locale, t } from "../shared/texts";

/** Says that this is a sandbox and, where its clock was turned, what time it is there. */
export default function SandboxBadge() {
  const session = useSession();
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), 1_000);
    return () => clearInterval(timer);
  }, []);
  if (!session?.sandbox) return null;
  const there = timeThere(session.sandbox, session.timeZone, now);
  return (
    <Badge
      variant="light"
      color="blue"
      tt="none"
      renderRoot={(props) => <Link to="/app/developer/sandbox" {...props} />}
      style={{ cursor: "pointer", flex: "none" }}
    >
      {t("Sandbox")}
      {there && (
        <Text span inherit visibleFrom="sm">
          {" · "}
          {there}
        </Text>
      )}
    </Badge>
  );
}

function timeThere(clock: NonNullable<Session["sandbox"]>, timeZone: string, now: number): string {
  if (!clock.frozen && clock.ahead === 0) return "";
  const there = clock.frozen ? new Date(clock.now) : new Date(now + clock.ahead);
  const time = there.toLocaleString(locale, { dateStyle: "short", timeStyle: "short", timeZone });
  return clock.frozen ? t("{time}, frozen", { time }) : time;
}
