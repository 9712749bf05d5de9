import { Center, Code, Group, Paper, Text, Title } from "@mantine/core";
import { useNavigate, useSearch } from "@tanstack/react-router";

import icon from "../app/icon.svg";
import { useTitle } from "../app/use-title";
import { SignInForm } from "./sign-in-form";

/** The way in. Nobody has a password before the first start is finished by a command, so the page names it. */
export function SignInPage() {
  useTitle("Sign in");
  const navigate = useNavigate();
  const { next } = useSearch({ from: "/app/sign-in" });
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper w="100%" maw={380} p="xl" withBorder>
        <Group gap="sm" mb="lg">
          <img src={icon} alt="" width={32} height={32} />
          <Title order={1} size="h3">
            Sign in to Hubstead
          </Title>
        </Group>
        <SignInForm onSignedIn={() => void navigate({ href: local(next) })} />
        <Text size="sm" c="var(--muted)" mt="lg">
          New here? Give the first user a password on the server:{" "}
          <Code>hubstead user password owner@example.com</Code>
        </Text>
      </Paper>
    </Center>
  );
}

/** Only an address in the app: a link from elsewhere must not lead away. */
function local(next: string | undefined): string {
  return next?.startsWith("/app/") ? next : "/";
}
