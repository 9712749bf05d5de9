import { Checkbox } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";

import { saveValues } from "../crm/change";
import { inTurn, isLast } from "../shared/in-turn";
import { notifyFailure } from "../shared/notify";
import { t } from "../shared/texts";

interface Props {
  id: string;
  label: string;
  done: boolean;
  /** The queries that show it. */
  changes: string[];
}

/** Says of a task whether it is done. It shows at once what was clicked, and goes back where the server refuses. */
export function TaskCheckbox({ id, label, done, changes }: Props) {
  const client = useQueryClient();
  const turn = `task ${id}`;
  const change = useMutation({
    ...inTurn(turn),
    mutationFn: (finished: boolean) =>
      saveValues("tasks", id, { hs_task_status: finished ? "COMPLETED" : "NOT_STARTED" }),
    onError: (error) => notifyFailure(t("The task was not changed"), error),
    onSettled: () => isLast(client, turn) && client.invalidateQueries({ queryKey: changes }),
  });
  return (
    <Checkbox
      size="xs"
      mt={2}
      checked={change.isPending ? change.variables : done}
      onChange={(event) => change.mutate(event.currentTarget.checked)}
      aria-label={label}
    />
  );
}
