import { Button, Group, Stack } from "@mantine/core";
import type { UseMutationResult } from "@tanstack/react-query";
import type { ReactNode } from "react";

import { FailureAlert } from "../shared/failure-alert";
import { Card } from "../shared/page";

interface Props {
  title: string;
  action: string;
  change: UseMutationResult<unknown, Error, void>;
  children: ReactNode;
}

/** Something of oneself to fill in and save. */
export function ProfileForm({ title, action, change, children }: Props) {
  return (
    <Card title={title}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          change.mutate();
        }}
      >
        <Stack maw={380}>
          <FailureAlert error={change.error} />
          {children}
          <Group justify="flex-end">
            <Button type="submit" loading={change.isPending}>
              {action}
            </Button>
          </Group>
        </Stack>
      </form>
    </Card>
  );
}
