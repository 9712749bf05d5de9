import { Divider, Stack } from "@mantine/core";

import type { ObjectType } from "../crm/object-types";
import type { Saved } from "../saved/saved-query";
import { lookOf, useDefaultView, type View } from "./view";
import { ViewActions } from "./view-actions";
import { ViewChoices } from "./view-choices";

interface Props {
  type: ObjectType;
  view: View;
  views: Saved[];
  open: Saved | undefined;
  changed: boolean;
  onChoose: (view: Saved | undefined) => void;
  onSaved: (view: Saved | undefined) => void;
}

/** What is behind the button that names the view. */
export default function ViewsMenu({ type, view, views, open, changed, onChoose, onSaved }: Props) {
  const [first, setFirst] = useDefaultView(type);
  return (
    <Stack gap="xs">
      <ViewChoices type={type} views={views} open={open} first={first} onChoose={onChoose} />
      <Divider />
      <ViewActions
        key={open?.id}
        type={type}
        look={lookOf(view)}
        open={open}
        changed={changed}
        first={first}
        onFirst={setFirst}
        onSaved={onSaved}
      />
    </Stack>
  );
}
