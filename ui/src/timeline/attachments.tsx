import { Button, Group } from "@mantine/core";
import { IconPaperclip } from "@tabler/icons-react";
import { useMutation, useQuery } from "@tanstack/react-query";

import { api, data } from "../api/client";
import { notifyFailure } from "../shared/notify";
import { t } from "../shared/texts";

/** The files of an activity, by their ids; a click downloads one by a link that ends soon. */
export default function Attachments({ ids }: { ids: string[] }) {
  return (
    <Group gap={4} mt={4}>
      {ids.map((id) => (
        <Attachment key={id} id={id} />
      ))}
    </Group>
  );
}

function Attachment({ id }: { id: string }) {
  const path = { fileId: id };
  const query = useQuery({
    queryKey: ["file", id],
    retry: false,
    queryFn: () => data(api.GET("/files/v3/files/{fileId}", { params: { path } })),
  });
  const open = useMutation({
    mutationFn: async () =>
      (await data(api.GET("/files/v3/files/{fileId}/signed-url", { params: { path } }))).url,
    onSuccess: (url) => window.open(url, "_blank", "noopener"),
    onError: (error) => notifyFailure(t("Not downloaded"), error),
  });
  const file = query.data;
  if (query.isError) return <span>{t("A file that is gone")}</span>;
  const name = file ? [file.name, file.extension].filter(Boolean).join(".") : "…";
  return (
    <Button
      size="compact-xs"
      variant="default"
      leftSection={<IconPaperclip size={14} />}
      disabled={!file}
      loading={open.isPending}
      onClick={() => open.mutate()}
    >
      {name}
    </Button>
  );
}
