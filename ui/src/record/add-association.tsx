import { MultiSelect } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type ObjectType, oneOf } from "../crm/object-types";
import { t } from "../shared/texts";
import { type Kind, kindsQuery } from "./associations-query";
import { RecordPicker } from "./record-picker";

interface Props {
  type: ObjectType;
  other: ObjectType;
  onAdd: (id: string, kinds: Kind[]) => void;
}

/** Finds a record to associate with, and says by which labels. */
export function AddAssociation({ type, other, onAdd }: Props) {
  const [asked, setAsked] = useState(false);
  const [chosen, setChosen] = useState<string[]>([]);
  const query = useQuery({ ...kindsQuery(type.name, other.name), enabled: asked });
  const labelled = query.data?.filter(({ label }) => label !== null) ?? [];
  return (
    <RecordPicker
      type={other}
      label={t("Associate {one}", { one: oneOf(other) })}
      onOpen={() => setAsked(true)}
      onPick={(id) => {
        setChosen([]);
        onAdd(
          id,
          labelled.filter((kind) => chosen.includes(keyOf(kind))),
        );
      }}
    >
      {labelled.length > 0 && (
        <MultiSelect
          size="xs"
          label={t("Labels")}
          placeholder={chosen.length ? "" : t("None")}
          data={labelled.map((kind) => ({ value: keyOf(kind), label: kind.label ?? "" }))}
          value={chosen}
          onChange={setChosen}
          comboboxProps={{ withinPortal: false }}
        />
      )}
    </RecordPicker>
  );
}

function keyOf({ category, typeId }: Kind): string {
  return `${category} ${typeId}`;
}
