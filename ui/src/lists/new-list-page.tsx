import { Button, Group, Radio, Select, Stack, TextInput } from "@mantine/core";
import { useLocalStorage } from "@mantine/hooks";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link, useNavigate } from "@tanstack/react-router";

import { api, data } from "../api/client";
import { useTitle } from "../app/use-title";
import { CONTACTS, useObjectType, useObjectTypes } from "../crm/object-types";
import { mayDo, mayUse, useSession, useOwnKey } from "../session/session";
import { FailureAlert } from "../shared/failure-alert";
import { Card, Empty, Page } from "../shared/page";
import { t } from "../shared/texts";
import { FilterBuilder } from "./filter-builder";
import { type Branch, EMPTY, isComplete } from "./filter-tree";
import { LiveCount } from "./live-count";

interface Draft {
  name: string;
  typeId: string;
  kind: string;
  tree: Branch;
}

const FIRST: Draft = { name: "", typeId: CONTACTS.id, kind: "DYNAMIC", tree: EMPTY };

/** Makes a list. What is not saved yet stays in this browser. */
export function NewListPage() {
  useTitle(t("New list"));
  const session = useSession();
  const navigate = useNavigate();
  const client = useQueryClient();
  const types = useObjectTypes().filter((each) => mayDo(session, each.id, "view"));
  const key = useOwnKey("draft list");
  const [draft, setDraft, forget] = useLocalStorage<Draft>({
    key,
    defaultValue: FIRST,
    getInitialValueInEffect: false,
  });
  const type = useObjectType(draft.typeId) ?? CONTACTS;
  const change = (values: Partial<Draft>) => setDraft({ ...draft, ...values });
  const filtered = draft.kind !== "MANUAL";
  const save = useMutation({
    mutationFn: () => {
      const body = {
        name: draft.name.trim(),
        objectTypeId: type.id,
        processingType: draft.kind,
        ...(filtered && { filterBranch: draft.tree }),
      };
      return data(api.POST("/crm/v3/lists", { body }));
    },
    onSuccess: async ({ list }) => {
      forget();
      await client.invalidateQueries({ queryKey: ["lists"] });
      await navigate({ to: "/app/lists/$id", params: { id: list.listId } });
    },
  });
  const ready = draft.name.trim() !== "" && (!filtered || isComplete(draft.tree));
  if (!mayUse(session, "lists"))
    return (
      <Page title={t("New list")} back={<Link to="/app/lists">{t("Lists")}</Link>}>
        <Card>
          <Empty title={t("Your role does not allow to make lists")}>
            {t("A super admin can extend it.")}
          </Empty>
        </Card>
      </Page>
    );
  return (
    <Page title={t("New list")} back={<Link to="/app/lists">{t("Lists")}</Link>}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) save.mutate();
        }}
      >
        <Card>
          <Stack>
            <Group align="flex-start" grow preventGrowOverflow={false}>
              <TextInput
                label={t("Name")}
                required
                data-autofocus
                value={draft.name}
                onChange={(event) => change({ name: event.currentTarget.value })}
              />
              <Select
                label={t("Records")}
                data={types.map(({ id, plural }) => ({ value: id, label: plural }))}
                value={type.id}
                onChange={(typeId) => typeId && change({ typeId, tree: EMPTY })}
                allowDeselect={false}
                searchable
              />
            </Group>
            <Radio.Group
              label={t("How it is filled")}
              value={draft.kind}
              onChange={(kind) => change({ kind })}
            >
              <Stack gap="xs" mt="xs">
                <Radio value="DYNAMIC" label={t("By filters, following every change")} />
                <Radio value="SNAPSHOT" label={t("By filters, once; by hand afterwards")} />
                <Radio value="MANUAL" label={t("By hand")} />
              </Stack>
            </Radio.Group>
          </Stack>
        </Card>
        {filtered && (
          <Card title={t("Who is in")}>
            <FilterBuilder type={type} tree={draft.tree} onChange={(tree) => change({ tree })} />
          </Card>
        )}
        <Card>
          <Stack>
            {filtered && <LiveCount type={type} tree={draft.tree} />}
            <FailureAlert error={save.error} />
            <Group justify="flex-end">
              <Button variant="subtle" onClick={forget}>
                {t("Begin anew")}
              </Button>
              <Button type="submit" disabled={!ready} loading={save.isPending}>
                {t("Create list")}
              </Button>
            </Group>
          </Stack>
        </Card>
      </form>
    </Page>
  );
}
