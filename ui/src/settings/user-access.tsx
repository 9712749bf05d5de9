import { Alert, Button, Group, Stack, Text } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { moment } from "../crm/format";
import { useSession } from "../session/session";
import { Confirm } from "../shared/confirm";
import { CopyLine } from "../shared/copy-line";
import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import { fullName, type User } from "./people-query";
import { loginsOfUsers, useBeSuperAdmin, useInvite } from "./roles-query";

/** How a user gets in: a link to choose a password, since no mail is sent; and whether anything binds the user. */
export function UserAccess({ user }: { user: User }) {
  const session = useSession();
  const logins = useQuery(loginsOfUsers);
  const invite = useInvite(user.id);
  const [turning, setTurning] = useState(false);
  const zone = session?.timeZone ?? "UTC";
  const state = logins.data?.get(user.id);
  return (
    <Stack gap="xs">
      <FailureAlert error={logins.error ?? invite.error} />
      <Text size="sm">
        {state && (state.hasPassword ? t("Has a password.") : t("Has no password yet, and cannot sign in."))}{" "}
        {state?.invitedUntil &&
          t("A link to choose one is good until {when}.", { when: moment(state.invitedUntil, zone) })}
      </Text>
      {invite.data && (
        <Alert color="pine" variant="light" title={t("Hand this link over")}>
          <Text size="sm" mb="xs">
            {t(
              "It is shown only now, works once, and is good for a week. Whoever has it can sign in as {name}.",
              {
                name: fullName(user),
              },
            )}
          </Text>
          <CopyLine text={window.location.origin + invite.data.path} label={t("Link to choose a password")} />
        </Alert>
      )}
      <Group gap="xs">
        <Button
          size="xs"
          variant="default"
          loading={invite.isPending}
          onClick={() => invite.mutate(undefined)}
        >
          {t("Make a link to choose a password")}
        </Button>
        {session?.superAdmin && (
          <Button size="xs" variant="default" onClick={() => setTurning(true)}>
            {user.superAdmin ? t("Bind by roles") : t("Make super admin")}
          </Button>
        )}
      </Group>
      {turning && <Turn user={user} onClose={() => setTurning(false)} />}
    </Stack>
  );
}

function Turn({ user, onClose }: { user: User; onClose: () => void }) {
  const turn = useBeSuperAdmin(user.id);
  const name = fullName(user);
  return (
    <Confirm
      title={
        user.superAdmin ? t("Bind {name} by roles?", { name }) : t("Make {name} a super admin?", { name })
      }
      action={user.superAdmin ? t("Bind by roles") : t("Make super admin")}
      pending={turn.isPending}
      error={turn.error}
      onClose={onClose}
      onConfirm={() => turn.mutate(!user.superAdmin, { onSuccess: onClose })}
    >
      {user.superAdmin
        ? t("The user may then do what the roles allow. The last super admin of an account stays one.")
        : t("A super admin may do everything, also with users, keys and this setting.")}
    </Confirm>
  );
}
