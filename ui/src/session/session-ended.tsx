import { Modal, Text } from "@mantine/core";

import { t } from "../shared/texts";
import { SignInForm } from "./sign-in-form";

/** Asks for the password again where a session has ended, on top of the page: what was typed there stays. */
export default function SessionEnded({ email }: { email: string }) {
  return (
    <Modal
      opened
      onClose={() => undefined}
      withCloseButton={false}
      title={t("Your session has ended")}
      centered
    >
      <Text size="sm" mb="md">
        {t("Sign in again to go on where you were. Nothing that you typed is lost.")}
      </Text>
      <SignInForm email={email} onSignedIn={() => undefined} />
    </Modal>
  );
}
