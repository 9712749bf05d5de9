import { List, Text, TextInput } from "@mantine/core";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";

import { api, data } from "../api/client";
import type { ObjectType } from "../crm/object-types";
import type { CrmRecord } from "../crm/record";
import { recordsChanged } from "../crm/restore";
import { Confirm } from "../shared/confirm";
import { notifyDone } from "../shared/notify";
import { t } from "../shared/texts";

interface Props {
  type: ObjectType;
  record: CrmRecord;
  title: string;
  onClose: () => void;
}

/** Erases a person for good, after the address (or the id) was typed. */
export default function EraseDialog({ type, record, title, onClose }: Props) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const [typed, setTyped] = useState("");
  const wanted = record.properties.email || record.id;
  const erase = useMutation({
    mutationFn: () => {
      const path = { objectType: type.name };
      const body = { objectId: record.id };
      return data(api.POST("/crm/v3/objects/{objectType}/gdpr-delete", { params: { path }, body }));
    },
    onSuccess: async () => {
      notifyDone(t("Erased for good."));
      onClose();
      await navigate({ to: "/app/records/$type", params: { type: type.name } });
      await recordsChanged(client, type.name);
    },
  });
  const isConfirmed = typed.trim().toLowerCase() === wanted.toLowerCase();
  return (
    <Confirm
      title={t("Erase {name} for good?", { name: title })}
      action={t("Erase for good")}
      pending={erase.isPending}
      disabled={!isConfirmed}
      error={erase.error}
      onConfirm={() => erase.mutate()}
      onClose={onClose}
    >
      <Text size="sm">{t("Nobody can take this back. It erases:")}</Text>
      <List size="sm" my="xs">
        <List.Item>{t("the contact with all values and their history")}</List.Item>
        <List.Item>{t("its associations, and its places in lists")}</List.Item>
        <List.Item>{t("its visits, events and form submissions")}</List.Item>
      </List>
      <Text size="sm" mb="xs">
        {t(
          "Notes, e-mails and other activities stay as records of their own: erase what they say of the person yourself.",
        )}
      </Text>
      <TextInput
        label={t("Type {word} to confirm", { word: wanted })}
        value={typed}
        onChange={(event) => setTyped(event.currentTarget.value)}
        autoComplete="off"
      />
    </Confirm>
  );
}
