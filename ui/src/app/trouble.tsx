import { Anchor, Center, Stack, Text, Title } from "@mantine/core";
import { useEffect } from "react";

import { failureOf, UNREACHABLE } from "../api/failure";
import { t } from "../shared/texts";
import { followServer } from "./when-needed";

/** Milliseconds. */
const LOOK_AGAIN = 3_000;

/** What a person sees where a page cannot be shown; one that there was no connection for comes by itself later. */
export function Trouble({ error }: { error?: unknown }) {
  const failure = error === undefined ? undefined : failureOf(error);
  const unreachable = failure?.category === UNREACHABLE;
  useEffect(() => {
    if (!unreachable) return;
    const timer = setInterval(() => void followServer(window.location.pathname), LOOK_AGAIN);
    return () => clearInterval(timer);
  }, [unreachable]);
  return (
    <Center mih="60vh" p="lg">
      <Stack maw={480} gap="xs">
        <Title order={1} size="h2">
          {failure ? t("This page could not be shown") : t("There is nothing here")}
        </Title>
        <Text>{failure ? failure.message : t("The address may be wrong, or what was here is gone.")}</Text>
        {failure?.correlationId && (
          <Text size="sm" c="var(--muted)">
            {t("For the server’s log: {correlationId}", { correlationId: failure.correlationId })}
          </Text>
        )}
        <Anchor href="/">{t("Go to the start page")}</Anchor>
      </Stack>
    </Center>
  );
}
