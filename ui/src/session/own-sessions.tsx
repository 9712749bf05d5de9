import { Button, Text } from "@mantine/core";
import { queryOptions, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";

import { moment } from "../crm/format";
import { FailureAlert } from "../shared/failure-alert";
import { Answered, Card, cell, PlainTable } from "../shared/page";
import { t } from "../shared/texts";
import { post, read } from "./session";

interface OwnSession {
  id: string;
  createdAt: string;
  expiresAt: string;
  address: string;
  client: string;
  current: boolean;
}

export const sessionsQuery = queryOptions({
  queryKey: ["own sessions"],
  queryFn: async () => (await read<{ results: OwnSession[] }>("/login/sessions")).results,
});

/** Where one is signed in, to end what is no longer oneself. */
export function OwnSessions({ zone }: { zone: string }) {
  const client = useQueryClient();
  const end = useMutation({
    mutationFn: (id: string) => post(`/login/sessions/${id}`, {}, "DELETE"),
    onSuccess: () => client.invalidateQueries({ queryKey: sessionsQuery.queryKey }),
  });
  return (
    <Card
      title={t("Where you are signed in")}
      padded={false}
      actions={
        <Button size="xs" variant="default" loading={end.isPending} onClick={() => end.mutate("others")}>
          {t("End all others")}
        </Button>
      }
    >
      <FailureAlert error={end.error} />
      <Answered query={useQuery(sessionsQuery)}>
        {(sessions) => (
          <PlainTable label={t("Sessions")} columns={[t("Since"), `-${t("Address")}`, t("Browser"), ""]}>
            {sessions.map((one) => (
              <tr key={one.id}>
                <td>{moment(one.createdAt, zone)}</td>
                <td className={cell.second}>{one.address}</td>
                <td>
                  <Text size="sm" lineClamp={2}>
                    {one.client}
                  </Text>
                </td>
                <td className={cell.end}>
                  {one.current ? (
                    t("This one")
                  ) : (
                    <Button size="compact-xs" variant="default" onClick={() => end.mutate(one.id)}>
                      {t("End")}
                    </Button>
                  )}
                </td>
              </tr>
            ))}
          </PlainTable>
        )}
      </Answered>
    </Card>
  );
}
