import { Button, Group, Progress, Stack, Text } from "@mantine/core";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Link, useParams, useSearch } from "@tanstack/react-router";
import { useEffect, useState } from "react";

import { api, data } from "../api/client";
import { useTitle } from "../app/use-title";
import { useObjectTypes } from "../crm/object-types";
import { mayUse, useSession } from "../session/session";
import { Confirm } from "../shared/confirm";
import { notifyFailure } from "../shared/notify";
import { Answered, Card, Page } from "../shared/page";
import { locale, noun, t } from "../shared/texts";
import { Errors } from "./errors";
import classes from "./imports.module.css";
import { type Import, importQuery, isOver, STATES } from "./imports-query";

/** One import: how far it is, what came of it, what was wrong with which row. */
export function ImportPage() {
  const { id } = useParams({ from: "/inside/app/imports/$id" });
  const [undoing, setUndoing] = useState(false);
  const query = useQuery(importQuery(id, undoing));
  return (
    <Answered query={query}>
      {(one) => <One one={one} undoing={undoing} onUndo={() => setUndoing(true)} />}
    </Answered>
  );
}

interface OneProps {
  one: Import;
  undoing: boolean;
  onUndo: () => void;
}

function One({ one, undoing, onUndo }: OneProps) {
  const name = one.importName ?? t("Import {id}", { id: one.id });
  useTitle(name);
  const client = useQueryClient();
  const mayImport = mayUse(useSession(), "import");
  const [asking, setAsking] = useState(false);
  const { rows } = useSearch({ from: "/inside/app/imports/$id" });
  const types = useObjectTypes().filter(({ id }) => one.mappedObjectTypeIds.includes(id));
  const over = isOver(one);
  const { TOTAL_ROWS: done = 0, ERRORS: errors = 0 } = one.metadata.counters;
  useEffect(() => {
    if (over) void client.invalidateQueries({ queryKey: ["records"] });
  }, [client, over]);
  const path = { importId: Number(one.id) };
  const cancel = useMutation({
    mutationFn: () => data(api.POST("/crm/v3/imports/{importId}/cancel", { params: { path } })),
    onError: (error) => notifyFailure(t("Not cancelled"), error),
    onSettled: () => client.invalidateQueries({ queryKey: ["import", one.id] }),
  });
  return (
    <Page
      title={name}
      back={<Link to="/app/imports">{t("Imports")}</Link>}
      about={<span role="status">{STATES[one.state] ?? one.state}</span>}
      actions={
        mayImport &&
        (over ? (
          one.state !== "REVERTED" && (
            <Button variant="default" loading={undoing} onClick={() => setAsking(true)}>
              {t("Take it back")}
            </Button>
          )
        ) : (
          <Button variant="default" loading={cancel.isPending} onClick={() => cancel.mutate()}>
            {t("Cancel the import")}
          </Button>
        ))
      }
    >
      <Card>
        <Stack>
          {!over && (
            <>
              <Progress
                value={rows ? Math.min(100, (100 * done) / rows) : 100}
                animated={!rows}
                aria-label={t("Rows that are in")}
              />
              <Text size="sm" c="var(--muted)">
                {rows
                  ? t("{done} of about {rows} rows. You may close this page: the server goes on.", {
                      done: done.toLocaleString(locale),
                      rows: rows.toLocaleString(locale),
                    })
                  : t("{done} rows so far. You may close this page: the server goes on.", {
                      done: done.toLocaleString(locale),
                    })}
              </Text>
            </>
          )}
          <Counters one={one} />
          {over && (
            <Group gap="md">
              {types.map((type) => (
                <Link key={type.id} to="/app/records/$type" params={{ type: type.name }}>
                  {t("See the {type}", { type: noun(type.plural) })}
                </Link>
              ))}
              {one.metadata.objectLists.map(({ listId }) => (
                <Link key={listId} to="/app/lists/$id" params={{ id: listId }}>
                  {t("See the list that was made")}
                </Link>
              ))}
            </Group>
          )}
        </Stack>
      </Card>
      {errors > 0 && <Errors one={one} count={errors} />}
      {asking && <Undo one={one} onUndo={onUndo} onClose={() => setAsking(false)} />}
    </Page>
  );
}

const COUNTERS: [string, string][] = [
  ["TOTAL_ROWS", t("rows read")],
  ["CREATED_OBJECTS", t("records created")],
  ["UPDATED_OBJECTS", t("records changed")],
  ["ERRORS", t("problems")],
];

function Counters({ one }: { one: Import }) {
  return (
    <dl className={classes.counters}>
      {COUNTERS.map(([name, label]) => (
        <div key={name}>
          <dd>{(one.metadata.counters[name] ?? 0).toLocaleString(locale)}</dd>
          <dt>{label}</dt>
        </div>
      ))}
    </dl>
  );
}

function Undo({ one, onUndo, onClose }: { one: Import; onUndo: () => void; onClose: () => void }) {
  const client = useQueryClient();
  const path = { importId: Number(one.id) };
  const undo = useMutation({
    mutationFn: () => data(api.POST("/hubstead/v3/imports/{importId}/undo", { params: { path } })),
    onSuccess: async () => {
      onUndo();
      await client.invalidateQueries({ queryKey: ["import", one.id] });
      onClose();
    },
  });
  return (
    <Confirm
      title={t("Take the import back?")}
      action={t("Take it back")}
      pending={undo.isPending}
      error={undo.error}
      onConfirm={() => undo.mutate()}
      onClose={onClose}
    >
      {t(
        "Records that it made go to the recycling bin, values that it set become what they were, unless somebody changed them since.",
      )}
    </Confirm>
  );
}
