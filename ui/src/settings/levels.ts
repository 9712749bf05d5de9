import { t } from "../shared/texts";

export type Reach = "none" | "own" | "team" | "all";

export interface Levels {
  view: Reach;
  edit: Reach;
  delete: Reach;
}

export const NOTHING: Levels = { view: "none", edit: "none", delete: "none" };
const ORDER: readonly Reach[] = ["none", "own", "team", "all"];

export const REACHES = [
  { value: "none", label: t("None") },
  { value: "own", label: t("Own") },
  { value: "team", label: t("Team") },
  { value: "all", label: t("All") },
] as const;

/** What levels let a user do, in a sentence: to change or delete a record, one must see it, too. */
export function inWords(levels: Levels): string {
  if (levels.view === "none") return t("Sees none.");
  const which = {
    none: "",
    own: t("those that the user owns"),
    team: t("those of the user's teams"),
    all: t("all"),
  };
  const least = (reach: Reach): Reach =>
    ORDER.indexOf(reach) < ORDER.indexOf(levels.view) ? reach : levels.view;
  const edit = which[least(levels.edit)];
  const remove = which[least(levels.delete)];
  return [
    t("Sees {which}.", { which: which[levels.view] }),
    edit ? t("Changes {which}.", { which: edit }) : t("Changes none."),
    remove ? t("Deletes {which}.", { which: remove }) : t("Deletes none."),
  ].join(" ");
}
