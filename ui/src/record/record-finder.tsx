import { NavLink, Text, TextInput } from "@mantine/core";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { type ObjectType, oneOf } from "../crm/object-types";
import { titleOf, titleProperties } from "../crm/record";
import { search } from "../crm/search";
import { FailureAlert } from "../shared/failure-alert";
import { t } from "../shared/texts";
import { useDebounced } from "../shared/use-debounced";

const SHOWN = 8;

interface Props {
  type: ObjectType;
  onPick: (id: string) => void;
  /** A record that is not offered. */
  without?: string;
  label?: string;
}

/** Finds a record of a type by its name. */
export function RecordFinder({ type, onPick, without = "", label }: Props) {
  const [typed, setTyped] = useState("");
  const words = useDebounced(typed.trim(), 150);
  const query = useQuery({
    queryKey: ["palette", type.name, words],
    placeholderData: keepPreviousData,
    queryFn: ({ signal }) =>
      search(type.name, { words, groups: [], sort: null, properties: titleProperties(type) }, {}, signal),
  });
  const found = (query.data?.records ?? []).filter(({ id }) => id !== without).slice(0, SHOWN);
  return (
    <div>
      <TextInput
        size="xs"
        placeholder={t("Find {one}", { one: oneOf(type) })}
        aria-label={label ?? t("Find {one}", { one: oneOf(type) })}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        data-autofocus
      />
      <FailureAlert error={query.error} />
      {found.map((record) => (
        <NavLink
          key={record.id}
          component="button"
          type="button"
          label={titleOf(type, record.properties, record.id)}
          description={record.properties.email ?? record.properties.domain}
          onClick={() => onPick(record.id)}
        />
      ))}
      {query.isSuccess && found.length === 0 && (
        <Text size="sm" p="xs">
          {t("Nothing is called that.")}
        </Text>
      )}
    </div>
  );
}
