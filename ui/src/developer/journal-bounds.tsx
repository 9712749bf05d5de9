import { MultiSelect, TagsInput } from "@mantine/core";

import { useProperties } from "../crm/definitions";
import { useObjectTypes } from "../crm/object-types";
import { t } from "../shared/texts";
import type { Bounds, Kind } from "./journal-query";

interface Props {
  kind: Kind;
  /** The id of the type of the records. */
  type: string;
  bounds: Bounds;
  onChange: (bounds: Bounds) => void;
}

/** What a subscription is bounded to; nothing chosen bounds nothing. */
export function JournalBounds({ kind, type, bounds, onChange }: Props) {
  const types = useObjectTypes();
  const properties = useProperties(types.find(({ id }) => id === type)?.name ?? "contacts");
  const ids = (label: string, name: "objectIds" | "listIds") => (
    <TagsInput
      label={label}
      placeholder={bounds[name]?.length ? "" : t("All; ids, with Enter after each")}
      splitChars={[",", " "]}
      value={(bounds[name] ?? []).map(String)}
      onChange={(next) => onChange({ ...bounds, [name]: next.map(Number).filter(Number.isSafeInteger) })}
      w={260}
    />
  );
  return (
    <>
      {kind === "OBJECT" && (
        <MultiSelect
          label={t("Only these properties")}
          placeholder={bounds.properties?.length ? "" : t("All of them")}
          searchable
          selectFirstOptionOnChange
          limit={50}
          data={[...properties.values()].map(({ name, label }) => ({ value: name, label }))}
          value={bounds.properties ?? []}
          onChange={(next) => onChange({ ...bounds, properties: next })}
          w={260}
        />
      )}
      {kind === "ASSOCIATION" && (
        <MultiSelect
          label={t("Only with these types")}
          placeholder={bounds.associatedObjectTypeIds?.length ? "" : t("All of them")}
          searchable
          selectFirstOptionOnChange
          data={types.map(({ id, plural }) => ({ value: id, label: plural }))}
          value={bounds.associatedObjectTypeIds ?? []}
          onChange={(next) => onChange({ ...bounds, associatedObjectTypeIds: next })}
          w={260}
        />
      )}
      {kind === "LIST_MEMBERSHIP" && ids(t("Only these lists"), "listIds")}
      {ids(t("Only these records"), "objectIds")}
    </>
  );
}
