import { ActionIcon, Button, Code, Group, NumberInput, Select, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { Answered, Card, cell, Empty, PlainTable } from "../shared/page";
import { t } from "../shared/texts";
import { effectOf, PRESETS } from "./fault-presets";
import { METHODS } from "./request";
import { faultsQuery, useSandbox } from "./sandbox-query";

/** What is to go wrong with calls of this account. */
export function SandboxFaults({ portalId }: { portalId: number }) {
  const change = useSandbox();
  const path = `/portals/${portalId}/faults`;
  return (
    <Card title={t("Faults")} padded={false}>
      <NewFault onAdd={(body) => change.mutate({ method: "POST", path, body })} pending={change.isPending} />
      <Answered query={useQuery(faultsQuery(portalId))}>
        {(found) =>
          found.length === 0 ? (
            <Empty title={t("Every call is answered as it should be")}>
              {t(
                "Add a fault to see whether an integration survives it. Calls of this web app are hit, too.",
              )}
            </Empty>
          ) : (
            <PlainTable
              label={t("Faults")}
              columns={[t("API calls"), t("What happens"), `#${t("Hits")}`, ""]}
            >
              {found.map((fault) => (
                <tr key={fault.id}>
                  <td>
                    <Code>
                      {fault.method ?? "*"} {fault.path ?? "*"}
                    </Code>
                  </td>
                  <td>{effectOf(fault)}</td>
                  <td className={cell.number}>
                    {fault.times
                      ? t("{hits} of {times}", { hits: fault.hits, times: fault.times })
                      : fault.hits}
                  </td>
                  <td className={cell.end}>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      aria-label={t("Take fault {id} away", { id: fault.id })}
                      onClick={() => change.mutate({ method: "DELETE", path: `${path}/${fault.id}` })}
                    >
                      <IconTrash size={16} />
                    </ActionIcon>
                  </td>
                </tr>
              ))}
            </PlainTable>
          )
        }
      </Answered>
    </Card>
  );
}

function NewFault({ onAdd, pending }: { onAdd: (body: object) => void; pending: boolean }) {
  const [preset, setPreset] = useState("tooMany");
  const [method, setMethod] = useState("*");
  const [path, setPath] = useState("/crm/*");
  const [times, setTimes] = useState<number | string>(1);
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        const often = Number(times) > 0 ? { times: Number(times) } : {};
        onAdd({ method, path, ...PRESETS[preset]?.effect, ...often });
      }}
    >
      <Group p="md" pt={0} gap="xs" align="flex-end">
        <Select
          label={t("What happens")}
          w={260}
          data={Object.entries(PRESETS).map(([value, { label }]) => ({ value, label }))}
          value={preset}
          onChange={(next) => next && setPreset(next)}
          allowDeselect={false}
        />
        <Select
          label={t("Method")}
          w={100}
          data={[{ value: "*", label: t("Any") }, ...METHODS]}
          value={method}
          onChange={(next) => next && setMethod(next)}
          allowDeselect={false}
        />
        <TextInput
          label={t("Path")}
          flex="1 1 200px"
          required
          value={path}
          onChange={(event) => setPath(event.currentTarget.value)}
        />
        <NumberInput label={t("Times (0: always)")} w={140} min={0} value={times} onChange={setTimes} />
        <Button type="submit" loading={pending}>
          {t("Add fault")}
        </Button>
      </Group>
    </form>
  );
}
