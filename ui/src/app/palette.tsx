import {
  Spotlight,
  spotlight,
  type SpotlightActionData,
  type SpotlightActionGroupData,
} from "@mantine/spotlight";
import { IconChecklist, IconLayoutKanban, IconPlus, IconSearch } from "@tabler/icons-react";
import { useQueries } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type KeyboardEvent, useEffect, useState } from "react";

import { type ObjectType, useObjectTypes } from "../crm/object-types";
import { titleOf, titleProperties } from "../crm/record";
import { search } from "../crm/search";
import { mayDo, useSession } from "../session/session";
import { noun, t } from "../shared/texts";
import { useDebounced } from "../shared/use-debounced";
import { PLACES } from "./places";

const SEARCHED = ["contacts", "companies", "deals", "tickets"];
const SHOWN = 5;

/** Everything by keyboard: records found as one types, pages, and what can be made. Ctrl or Cmd and K opens it. */
export default function Palette({ asked }: { asked: number }) {
  const [query, setQuery] = useState("");
  useEffect(() => {
    spotlight.open();
  }, [asked]);
  const words = useDebounced(query.trim(), 120);
  const places = usePlaces();
  // What was found for the words of a moment ago is not offered: Enter would open it.
  const records = useRecords(words === query.trim() ? words : "");
  return (
    <Spotlight
      actions={[...records, ...places]}
      query={query}
      onQueryChange={setQuery}
      filter={(typed, actions) => matching(typed, actions as SpotlightActionGroupData[])}
      shortcut={null}
      scrollable
      maxHeight={420}
      nothingFound={
        words ? t("Nothing is called that.") : t("Type a name, an address or where you want to go.")
      }
      searchProps={{
        leftSection: <IconSearch size={18} />,
        placeholder: t("Search records, pages and actions"),
        onKeyDown: chooseFirst,
      }}
    />
  );
}

/** What was chosen is forgotten when records come in between; Enter then takes the first, as it would have before. */
function chooseFirst(event: KeyboardEvent) {
  const list = event.currentTarget.closest("[role=dialog]");
  if (event.key !== "Enter" || !list || list.querySelector("[data-selected]")) return;
  list.querySelector<HTMLElement>("[data-action]")?.click();
}

/** Records were matched by the server already; pages match where their label has the words. */
function matching(typed: string, groups: SpotlightActionGroupData[]): SpotlightActionGroupData[] {
  const words = typed.trim().toLowerCase();
  return groups
    .map((group) => ({
      ...group,
      actions: group.actions.filter(
        (action) => action.id.startsWith("record") || action.label?.toLowerCase().includes(words),
      ),
    }))
    .filter((group) => group.actions.length > 0);
}

function usePlaces(): SpotlightActionGroupData[] {
  const navigate = useNavigate();
  const session = useSession();
  const types = useObjectTypes().filter((type) => mayDo(session, type.id, "view"));
  const go: SpotlightActionData[] = types.map((type) => ({
    id: `page ${type.id}`,
    label: type.plural,
    leftSection: <type.icon size={18} stroke={1.6} />,
    onClick: () => void navigate({ to: "/app/records/$type", params: { type: type.name } }),
  }));
  const boards: SpotlightActionData[] = types
    .filter((type) => type.pipelines)
    .map((type) => ({
      id: `board ${type.id}`,
      label: t("Board of {plural}", { plural: noun(type.plural) }),
      leftSection: <IconLayoutKanban size={18} stroke={1.6} />,
      onClick: () => void navigate({ to: "/app/boards/$type", params: { type: type.name } }),
    }));
  const make: SpotlightActionData[] = types
    .filter((type) => mayDo(session, type.id, "edit"))
    .map((type) => ({
      id: `create ${type.id}`,
      label: t("Create {singular}", { singular: noun(type.singular) }),
      leftSection: <IconPlus size={18} stroke={1.6} />,
      onClick: () =>
        void navigate({ to: "/app/records/$type", params: { type: type.name }, search: { create: true } }),
    }));
  const tasks: SpotlightActionData = {
    id: "page /app/tasks",
    label: t("My tasks"),
    leftSection: <IconChecklist size={18} stroke={1.6} />,
    onClick: () => void navigate({ to: "/app/tasks" }),
  };
  const others = mayDo(session, "0-27", "view") ? [tasks] : [];
  const places: SpotlightActionData[] = PLACES.filter((place) => place.isFor(session)).map((place) => ({
    id: `place ${place.to}`,
    label: place.label,
    leftSection: <place.icon size={18} stroke={1.6} />,
    onClick: () => void navigate({ to: place.to }),
  }));
  return [
    { group: t("Go to"), actions: [...go, ...boards, ...others, ...places] },
    { group: t("Do"), actions: make },
  ];
}

function useRecords(words: string): SpotlightActionGroupData[] {
  const session = useSession();
  const types = useObjectTypes().filter(
    (type) => SEARCHED.includes(type.name) && mayDo(session, type.id, "view"),
  );
  const answers = useQueries({
    queries: types.map((type) => ({
      queryKey: ["palette", type.name, words],
      enabled: words.length > 1,
      queryFn: ({ signal }: { signal: AbortSignal }) =>
        search(
          type.name,
          { words, groups: [], sort: null, properties: titleProperties(type), limit: SHOWN },
          {},
          signal,
        ),
    })),
  });
  const navigate = useNavigate();
  const open = (type: ObjectType, id: string) => () =>
    void navigate({ to: "/app/records/$type/$id", params: { type: type.name, id } });
  return types.flatMap((type, place) => {
    const found = words.length > 1 ? (answers[place]?.data?.records ?? []) : [];
    const actions = found.map((record) => ({
      id: `record ${type.id} ${record.id}`,
      label: titleOf(type, record.properties, record.id),
      description: record.properties.email ?? record.properties.domain ?? undefined,
      leftSection: <type.icon size={18} stroke={1.6} />,
      onClick: open(type, record.id),
    }));
    return actions.length ? [{ group: type.plural, actions }] : [];
  });
}
