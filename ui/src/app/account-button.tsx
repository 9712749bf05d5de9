import { Avatar, UnstyledButton } from "@mantine/core";
import { type ComponentProps, Suspense, useState } from "react";

import { type Session, useSession } from "../session/session";
import { lazySoon } from "../shared/lazy-soon";
import { t } from "../shared/texts";

const AccountMenu = lazySoon(() => import("./account-menu"));

/** Who one is; a click opens the menu, which is loaded behind the page. */
export function AccountButton({ onKeys }: { onKeys: () => void }) {
  const session = useSession();
  const [asked, setAsked] = useState(false);
  if (!session) return null;
  const button = <Account session={session} aria-haspopup="menu" onClick={() => setAsked(true)} />;
  if (!asked) return button;
  return (
    <Suspense fallback={button}>
      <AccountMenu session={session} onKeys={onKeys} />
    </Suspense>
  );
}

/** The initials of the person. */
export function Account({ session, ...props }: { session: Session } & ComponentProps<"button">) {
  const name = nameOf(session);
  const initials = name
    .split(" ")
    .map((word) => word.slice(0, 1))
    .slice(0, 2)
    .join("")
    .toUpperCase();
  return (
    <UnstyledButton {...props} aria-label={t("{initials} Account of {name}", { initials, name })}>
      <Avatar color="pine" size={30}>
        {initials}
      </Avatar>
    </UnstyledButton>
  );
}

export function nameOf({ firstName, lastName, email }: Session): string {
  return [firstName, lastName].filter(Boolean).join(" ") || email;
}
