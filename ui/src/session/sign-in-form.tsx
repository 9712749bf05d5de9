import { Button, PasswordInput, Stack, TextInput } from "@mantine/core";
import { useMutation } from "@tanstack/react-query";
import { useState } from "react";

import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import { signIn } from "./session";

/** Asks for e-mail address and password; `onSignedIn` is called when the session is there. */
export function SignInForm({ email: known = "", onSignedIn }: { email?: string; onSignedIn: () => void }) {
  const [email, setEmail] = useState(known);
  const [password, setPassword] = useState("");
  const attempt = useMutation({ mutationFn: () => signIn(email, password), onSuccess: onSignedIn });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        attempt.mutate();
      }}
    >
      <Stack>
        <FailureAlert error={attempt.error} />
        <TextInput
          label={t("E-mail address")}
          type="email"
          autoComplete="username"
          required
          value={email}
          onChange={(event) => setEmail(event.currentTarget.value)}
          data-autofocus={known ? undefined : true}
        />
        <PasswordInput
          label={t("Password")}
          autoComplete="current-password"
          required
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          data-autofocus={known ? true : undefined}
        />
        <Button type="submit" loading={attempt.isPending} fullWidth>
          {t("Sign in")}
        </Button>
      </Stack>
    </form>
  );
}
