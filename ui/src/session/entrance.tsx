import { Center, Group, Paper, Text, Title } from "@mantine/core";
import type { ReactNode } from "react";

import icon from "../app/icon.svg";

interface Props {
  title: string;
  about?: ReactNode;
  width?: number;
  children: ReactNode;
}

/** The frame of the pages before one is signed in. */
export function Entrance({ title, about, width = 380, children }: Props) {
  return (
    <Center component="main" mih="100vh" p="md">
      <Paper w="100%" maw={width} p="xl" withBorder>
        <Group gap="sm" mb="lg" wrap="nowrap">
          <img src={icon} alt="" width={32} height={32} />
          <Title order={1} size="h3">
            {title}
          </Title>
        </Group>
        {about && (
          <Text size="sm" c="var(--muted)" mb="md" component="div">
            {about}
          </Text>
        )}
        {children}
      </Paper>
    </Center>
  );
}
