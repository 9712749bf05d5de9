import { ActionIcon, Button, Group, MultiSelect, TextInput } from "@mantine/core";
import { IconTrash } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { FailureAlert } from "../shared/failure-alert";
import { Answered, Card, cell, Empty, PlainTable } from "../shared/page";
import { t } from "../shared/texts";
import { type Brand, brandsQuery, useDeleteBrand, useSaveBrand } from "./account-query";
import { fullName, usersQuery } from "./people-query";

/** Business units: brands of the account, and who works for them. */
export function Brands() {
  const [name, setName] = useState("");
  const create = useSaveBrand(undefined);
  return (
    <Card title={t("Business units")} padded={false}>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          create.mutate({ name }, { onSuccess: () => setName("") });
        }}
      >
        <FailureAlert error={create.error} />
        <Group p="md" align="flex-end" gap="xs">
          <TextInput
            label={t("Name of a business unit")}
            required
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <Button type="submit" variant="default" loading={create.isPending}>
            {t("Add business unit")}
          </Button>
        </Group>
      </form>
      <Answered query={useQuery(brandsQuery)}>
        {(brands) =>
          brands.length === 0 ? (
            <Empty title={t("No business units")}>
              {t("A business unit is a brand of yours with people who work for it.")}
            </Empty>
          ) : (
            <PlainTable label={t("Business units")} columns={[t("Name"), t("Who works for it"), ""]}>
              {brands.map((brand) => (
                <BrandRow key={brand.id} brand={brand} />
              ))}
            </PlainTable>
          )
        }
      </Answered>
    </Card>
  );
}

function BrandRow({ brand }: { brand: Brand }) {
  const people = (useQuery(usersQuery).data ?? []).map((user) => ({ value: user.id, label: fullName(user) }));
  const save = useSaveBrand(brand.id);
  const remove = useDeleteBrand();
  const { logoUrl, logoAltText } = brand;
  return (
    <tr>
      <td>{brand.name}</td>
      <td>
        <MultiSelect
          aria-label={t("Who works for {name}", { name: brand.name })}
          size="xs"
          openOnFocus={false}
          placeholder={brand.userIds.length === 0 ? t("Everybody") : ""}
          data={people}
          value={brand.userIds}
          onChange={(userIds) => save.mutate({ name: brand.name, userIds, logoUrl, logoAltText })}
        />
        <FailureAlert error={save.error ?? remove.error} />
      </td>
      <td className={cell.end}>
        <ActionIcon
          variant="subtle"
          color="gray"
          aria-label={t("Delete {name}", { name: brand.name })}
          loading={remove.isPending}
          onClick={() => remove.mutate(brand.id)}
        >
          <IconTrash size={16} />
        </ActionIcon>
      </td>
    </tr>
  );
}
