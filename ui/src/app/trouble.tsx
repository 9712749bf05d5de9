import { Anchor, Center, Stack, Text, Title } from "@mantine/core";

import { failureOf } from "../api/failure";

/** What a person sees where a page cannot be shown. */
export function Trouble({ error }: { error?: unknown }) {
  const failure = error === undefined ? undefined : failureOf(error);
  return (
    <Center mih="60vh" p="lg">
      <Stack maw={480} gap="xs">
        <Title order={2}>{failure ? "This page could not be shown" : "There is nothing here"}</Title>
        <Text>{failure ? failure.message : "The address may be wrong, or what was here is gone."}</Text>
        {failure?.correlationId && (
          <Text size="sm" c="var(--muted)">
            For the server&rsquo;s log: {failure.correlationId}
          </Text>
        )}
        <Anchor href="/">Go to the start page</Anchor>
      </Stack>
    </Center>
  );
}
