import { Alert, Text } from "@mantine/core";

import { failureOf } from "../api/failure";

/** Says what went wrong and how the server's log knows it; nothing where nothing did. */
export function FailureAlert({ error }: { error: unknown }) {
  if (error === null || error === undefined) return null;
  const failure = failureOf(error);
  return (
    <Alert color="red" role="alert" variant="light">
      <Text size="sm">{failure.message}</Text>
      {failure.correlationId && (
        <Text size="xs" c="var(--muted)" mt={4}>
          {failure.correlationId}
        </Text>
      )}
    </Alert>
  );
}
