import type { ComboboxItem, OptionsFilter } from "@mantine/core";

/** Finds choices by a part of their label or value; those that begin with what was typed stand first, the shortest above. */
export const nearest: OptionsFilter = ({ options, search, limit }) => {
  const words = search.trim().toLowerCase();
  const found = (options as ComboboxItem[]).filter(({ label, value }) =>
    `${label} ${value}`.toLowerCase().includes(words),
  );
  if (!words) return found.slice(0, limit);
  const begins = ({ label }: ComboboxItem) => Number(label.toLowerCase().startsWith(words));
  return found
    .sort((one, other) => begins(other) - begins(one) || one.label.length - other.label.length)
    .slice(0, limit);
};
