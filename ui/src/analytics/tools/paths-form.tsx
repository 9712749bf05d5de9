import { Button, Group, TextInput } from "@mantine/core";
import { useState } from "react";

import { t } from "../../shared/texts";
import type { FormProps } from "./tools";

export default function PathsForm({ given, onChange }: FormProps) {
  const [page, setPage] = useState(given.page ?? "");
  const [shown, setShown] = useState(given.page);
  if (given.page !== shown) {
    setShown(given.page);
    setPage(given.page ?? "");
  }
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onChange({ ...given, page: page.trim() });
      }}
    >
      <Group align="flex-end">
        <TextInput
          flex="1 1 260px"
          label={t("Address of the page")}
          placeholder="https://shop.example.com/pricing"
          value={page}
          onChange={(event) => setPage(event.currentTarget.value)}
        />
        <Button type="submit">{t("Show paths")}</Button>
      </Group>
    </form>
  );
}
