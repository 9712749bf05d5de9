import { IconBookmark } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useEffect, useRef } from "react";

import type { ObjectType } from "../crm/object-types";
import { type Saved, savedQuery } from "../saved/saved-query";
import { ButtonWithMenu } from "../shared/button-with-menu";
import { lazySoon } from "../shared/lazy-soon";
import { noun, t } from "../shared/texts";
import { firstLook, lookFrom, looksLike, useDefaultView, type View } from "./view";

const ViewsMenu = lazySoon(() => import("./views-menu"));

interface Props {
  type: ObjectType;
  view: View;
  onView: (change: Partial<View>) => void;
  /** The saved view that the address names, and how to name another. */
  asked: string | undefined;
  onAsk: (id: string | undefined) => void;
}

/** The views that were saved of a type: to look through one, to keep the present look, and to share it. */
export default function SavedViews({ type, view, onView, asked, onAsk }: Props) {
  const { data: views } = useQuery(savedQuery("views", type.id));
  const wanted = views?.find((each) => each.id === asked);
  useEffect(() => {
    if (wanted && view.saved !== wanted.id) onView({ ...lookFrom(wanted.content, type), saved: wanted.id });
    // What the person changes afterwards stays until another view is asked for.
  }, [wanted]); // eslint-disable-line react-hooks/exhaustive-deps
  const open = views?.find((each) => each.id === view.saved);
  const changed = open !== undefined && !looksLike(view, lookFrom(open.content, type));
  const [first] = useDefaultView(type);
  const begun = useRef(false);
  useEffect(() => {
    if (!views || begun.current) return;
    begun.current = true;
    const opens = views.find((each) => each.id === first);
    // Once when the page opens, unless its address names a view or the look has changes that were not saved.
    const untouched = open ? !changed : looksLike(view, firstLook(type));
    if (opens && opens.id !== view.saved && !asked && untouched)
      onView({ ...lookFrom(opens.content, type), saved: opens.id });
  }, [views]); // eslint-disable-line react-hooks/exhaustive-deps
  const choose = (saved: Saved | undefined) => {
    onView({ ...(saved ? lookFrom(saved.content, type) : firstLook(type)), saved: saved?.id });
    onAsk(saved?.id);
  };
  const label = open?.name ?? t("All {records}", { records: noun(type.plural) });
  return (
    <ButtonWithMenu
      label={changed ? t("{view} (changed)", { view: label }) : label}
      icon={<IconBookmark size={14} />}
      active={open !== undefined}
      width={320}
    >
      <ViewsMenu
        type={type}
        view={view}
        views={views ?? []}
        open={open}
        changed={changed}
        onChoose={choose}
        onSaved={(saved) => {
          onView({ saved: saved?.id });
          onAsk(saved?.id);
        }}
      />
    </ButtonWithMenu>
  );
}
