import { Button, Group, Loader, Select, Text, Title } from "@mantine/core";
import { IconTable } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link, useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { useMemo, useState } from "react";

import { Trouble } from "../app/trouble";
import { useTitle } from "../app/use-title";
import { pipelinesQuery } from "../crm/definitions";
import { type ObjectType, useObjectType } from "../crm/object-types";
import { rolled } from "../crm/rolling";
import { LookTools } from "../records/look-tools";
import { useView } from "../records/view";
import { useSession } from "../session/session";
import { FailureAlert } from "../shared/failure-alert";
import { useKept } from "../shared/kept";
import { noun, t } from "../shared/texts";
import { useDebounced } from "../shared/use-debounced";
import { Board } from "./board";
import classes from "./boards.module.css";
import { OWN_FILTERS } from "./stage-query";

export function BoardPage() {
  const { type: name } = useParams({ from: "/inside/app/boards/$type" });
  const type = useObjectType(name);
  return type?.pipelines ? <Boards key={type.id} type={type} /> : <Trouble />;
}

/** The stages of a pipeline side by side; a record moves by dragging its card. */
function Boards({ type }: { type: ObjectType }) {
  useTitle(t("Board of {plural}", { plural: noun(type.plural) }));
  const pipelines = useQuery(pipelinesQuery(type.name));
  const [chosen, setChosen] = useState<string | null>(null);
  const [typed, setTyped] = useKept("words", "");
  const words = useDebounced(typed.trim(), 150);
  const [view, change] = useView(type, "board");
  const asked = useSearch({ from: "/inside/app/boards/$type" }).view;
  const navigate = useNavigate();
  const ask = (view: number | undefined) =>
    void navigate({
      to: "/app/boards/$type",
      params: { type: type.name },
      search: view === undefined ? {} : { view },
      replace: true,
    });
  const zone = useSession()?.timeZone ?? "UTC";
  const { groups, sort, columns } = view;
  const look = useMemo(
    () => ({ words, groups: rolled(groups, zone), sort, columns }),
    [words, groups, zone, sort, columns],
  );
  const pipeline = pipelines.data?.find((each) => each.id === chosen) ?? pipelines.data?.[0];
  return (
    <>
      <Group className={classes.bar} justify="space-between">
        <Title order={1} size="h3">
          {type.plural}
        </Title>
        <Group gap="xs">
          <LookTools
            type={type}
            view={view}
            onView={change}
            typed={typed}
            onTyped={setTyped}
            asked={asked}
            onAsk={ask}
            added={OWN_FILTERS}
          />
          {(pipelines.data?.length ?? 0) > 1 && (
            <Select
              size="xs"
              aria-label={t("Pipeline")}
              data={pipelines.data?.map(({ id, label }) => ({ value: id, label })) ?? []}
              value={pipeline?.id ?? null}
              onChange={setChosen}
              allowDeselect={false}
            />
          )}
          <Button
            size="xs"
            variant="default"
            leftSection={<IconTable size={14} />}
            renderRoot={(props) => (
              <Link
                to="/app/records/$type"
                params={{ type: type.name }}
                search={view.saved === undefined ? {} : { view: Number(view.saved) }}
                {...props}
              />
            )}
          >
            {t("Table")}
          </Button>
        </Group>
      </Group>
      <FailureAlert error={pipelines.error} />
      {pipelines.isLoading && <Loader m="lg" />}
      {pipelines.isSuccess && !pipeline && <Text p="lg">{t("There is no pipeline.")}</Text>}
      {pipeline && <Board key={pipeline.id} type={type} pipeline={pipeline} look={look} />}
    </>
  );
}
