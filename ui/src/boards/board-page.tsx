import { Group, Loader, Select, Text, TextInput, Title } from "@mantine/core";
import { IconSearch } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useParams } from "@tanstack/react-router";
import { useState } from "react";

import { Trouble } from "../app/trouble";
import { useTitle } from "../app/use-title";
import { pipelinesQuery } from "../crm/definitions";
import { type ObjectType, useObjectType } from "../crm/object-types";
import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import { useDebounced } from "../shared/use-debounced";
import { Board } from "./board";
import classes from "./boards.module.css";

export function BoardPage() {
  const { type: name } = useParams({ from: "/inside/app/boards/$type" });
  const type = useObjectType(name);
  return type?.pipelines ? <Boards key={type.id} type={type} /> : <Trouble />;
}

/** The stages of a pipeline side by side; a record moves by dragging its card. */
function Boards({ type }: { type: ObjectType }) {
  useTitle(t("Board of {plural}", { plural: type.plural.toLowerCase() }));
  const pipelines = useQuery(pipelinesQuery(type.name));
  const [chosen, setChosen] = useState<string | null>(null);
  const [typed, setTyped] = useState("");
  const words = useDebounced(typed.trim(), 150);
  const pipeline = pipelines.data?.find((each) => each.id === chosen) ?? pipelines.data?.[0];
  return (
    <>
      <Group className={classes.bar} justify="space-between">
        <Title order={1} size="h3">
          {type.plural}
        </Title>
        <Group gap="xs">
          <TextInput
            size="xs"
            leftSection={<IconSearch size={14} />}
            placeholder={t("Search {plural}", { plural: type.plural.toLowerCase() })}
            aria-label={t("Search {plural}", { plural: type.plural.toLowerCase() })}
            value={typed}
            onChange={(event) => setTyped(event.currentTarget.value)}
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
        </Group>
      </Group>
      <FailureAlert error={pipelines.error} />
      {pipelines.isLoading && <Loader m="lg" />}
      {pipelines.isSuccess && !pipeline && <Text p="lg">{t("There is no pipeline.")}</Text>}
      {pipeline && <Board key={pipeline.id} type={type} pipeline={pipeline} words={words} />}
    </>
  );
}
