import { Alert, Button, Group, Modal, Stack, Text } from "@mantine/core";

import { CopyLine } from "../shared/copy-line";
import { t } from "../shared/texts";

/** A new token, which nobody can look at later. */
export function TokenOnce({ token, onClose }: { token: string; onClose: () => void }) {
  const call = `curl '${window.location.origin}/crm/v3/objects/contacts?limit=1' \\\n  -H 'Authorization: Bearer ${token}'`;
  return (
    <Modal
      opened
      onClose={onClose}
      title={t("Keep this token")}
      size="lg"
      closeOnClickOutside={false}
      closeOnEscape={false}
      centered
    >
      <Stack>
        <Alert color="yellow" variant="light">
          <Text size="sm">
            {t(
              "The token is shown only now: the server keeps no copy that could be read. Whoever has it can do what the app may do.",
            )}
          </Text>
        </Alert>
        <CopyLine text={token} label={t("Token")} />
        <Text size="sm">{t("Try it:")}</Text>
        <CopyLine text={call} label={t("A first call")} />
        <Group justify="flex-end">
          <Button onClick={onClose}>{t("I have kept it")}</Button>
        </Group>
      </Stack>
    </Modal>
  );
}
