import { TextInput } from "@mantine/core";
import { IconFilter, IconSearch } from "@tabler/icons-react";
import { type Ref, Suspense } from "react";

import type { ObjectType } from "../crm/object-types";
import { ButtonWithMenu } from "../shared/button-with-menu";
import { lazySoon } from "../shared/lazy-soon";
import { noun, t, tn } from "../shared/texts";
import type { View } from "./view";

const FilterEditor = lazySoon(() => import("./filter-editor"));
const SavedViews = lazySoon(() => import("./saved-views"));

interface Props {
  type: ObjectType;
  view: View;
  onView: (change: Partial<View>) => void;
  typed: string;
  onTyped: (typed: string) => void;
  box?: Ref<HTMLInputElement>;
  /** The saved view that the address names, and how to name another. */
  asked: number | undefined;
  onAsk: (view: number | undefined) => void;
  /** How many filters are added to those of each group. */
  added?: number;
}

/** What a table or a board shows: words to find, a saved view, filters. */
export function LookTools({ type, view, onView, typed, onTyped, box, asked, onAsk, added = 0 }: Props) {
  const filters = view.groups.reduce((sum, group) => sum + group.filters.length, 0);
  const search = t("Search {plural}", { plural: noun(type.plural) });
  return (
    <>
      <TextInput
        ref={box}
        w={240}
        size="xs"
        leftSection={<IconSearch size={14} />}
        placeholder={search}
        aria-label={search}
        value={typed}
        onChange={(event) => onTyped(event.currentTarget.value)}
      />
      <Suspense>
        <SavedViews
          type={type}
          view={view}
          onView={onView}
          asked={asked?.toString()}
          onAsk={(id) => onAsk(id === undefined ? undefined : Number(id))}
        />
      </Suspense>
      <ButtonWithMenu
        label={filters ? tn(filters, "{count} filter", "{count} filters") : t("Filter")}
        icon={<IconFilter size={14} />}
        active={filters > 0}
        width={460}
      >
        <FilterEditor
          type={type}
          groups={view.groups}
          onChange={(groups) => onView({ groups })}
          added={added}
        />
      </ButtonWithMenu>
    </>
  );
}
