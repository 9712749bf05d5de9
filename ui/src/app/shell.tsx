import { ActionIcon, AppShell, Burger, Group, NavLink, Text, Tooltip, UnstyledButton } from "@mantine/core";
import { useDisclosure, useHotkeys } from "@mantine/hooks";
import { IconChecklist, IconLayoutKanban, IconSearch } from "@tabler/icons-react";
import { Link, useRouterState } from "@tanstack/react-router";
import { lazy, Suspense } from "react";

import { type ObjectType, useObjectTypes } from "../crm/object-types";
import { mayDo, useSession, useSessionHasEnded } from "../session/session";
import { lazySoon } from "../shared/lazy-soon";
import { noun, t } from "../shared/texts";
import icon from "./icon.svg";
import { Offline } from "./offline";
import { PLACES } from "./places";
import { PaletteOnDemand, usePalette } from "./palette-on-demand";
import { AccountButton } from "./account-button";
import { Allowed } from "./allowed";
import classes from "./shell.module.css";

/** Seldom needed: twelve hours after one signed in. */
const SessionEnded = lazySoon(() => import("../session/session-ended"));
const SandboxBadge = lazy(() => import("./sandbox-badge"));
const Shortcuts = lazySoon(() => import("./shortcuts"));

const GROUPS: [ObjectType["group"], string][] = [
  ["records", t("Records")],
  ["activities", t("Activities")],
  ["commerce", t("Commerce")],
  ["custom", t("Own types")],
];

/** The frame of every page: where one can go, who one is, and the command palette. */
export function Shell() {
  const [opened, { toggle, close }] = useDisclosure();
  const palette = usePalette();
  const [keys, { open: showKeys, close: hideKeys }] = useDisclosure();
  useHotkeys([["shift+?", showKeys]]);
  const session = useSession();
  const ended = useSessionHasEnded();
  return (
    <AppShell
      header={{ height: 48 }}
      navbar={{ width: 208, breakpoint: "sm", collapsed: { mobile: !opened } }}
      classNames={{ header: classes.header, navbar: classes.navbar }}
    >
      <AppShell.Header>
        <Group h="100%" px="md" justify="space-between" wrap="nowrap">
          <Group gap="xs" wrap="nowrap">
            <Burger opened={opened} onClick={toggle} hiddenFrom="sm" size="sm" aria-label={t("Navigation")} />
            <Link to="/" className={classes.brand} aria-label="Hubstead">
              <img src={icon} alt="" width={24} height={24} />
              <Text fw={700} visibleFrom="xs">
                {t("Hubstead")}
              </Text>
            </Link>
          </Group>
          <UnstyledButton className={classes.search} onClick={palette.open}>
            <IconSearch size={16} />
            <span>{t("Search and commands")}</span>
            <kbd>{/Mac/.test(navigator.userAgent) ? "⌘K" : t("Ctrl K")}</kbd>
          </UnstyledButton>
          {session?.sandbox && (
            <Suspense>
              <SandboxBadge />
            </Suspense>
          )}
          <AccountButton onKeys={showKeys} />
        </Group>
      </AppShell.Header>
      <AppShell.Navbar p="xs">
        <nav className={classes.nav} onClick={close} aria-label={t("Main")}>
          <Today />
          {GROUPS.map(([group, label]) => (
            <Section key={group} group={group} label={label} />
          ))}
          {[...new Set(PLACES.map(({ group }) => group))].map((group) => (
            <Places key={group} group={group} />
          ))}
        </nav>
      </AppShell.Navbar>
      <AppShell.Main className={classes.main}>
        <Offline />
        <Allowed />
      </AppShell.Main>
      <PaletteOnDemand palette={palette} />
      <Suspense>{keys && <Shortcuts onClose={hideKeys} />}</Suspense>
      {ended && (
        <Suspense>
          <SessionEnded email={session?.email ?? ""} />
        </Suspense>
      )}
    </AppShell>
  );
}

function Today() {
  const session = useSession();
  const path = useRouterState({ select: (state) => state.location.pathname });
  if (!mayDo(session, "0-27", "view")) return null;
  return (
    <NavLink
      renderRoot={(props) => <Link to="/app/tasks" {...props} />}
      label={t("My tasks")}
      leftSection={<IconChecklist size={18} stroke={1.6} />}
      active={path === "/app/tasks"}
      className={classes.link}
    />
  );
}

function Section({ group, label }: { group: ObjectType["group"]; label: string }) {
  const session = useSession();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const types = useObjectTypes().filter((type) => type.group === group && mayDo(session, type.id, "view"));
  if (types.length === 0) return null;
  return (
    <section>
      <Text className={classes.section}>{label}</Text>
      {types.map((type) => (
        <Group key={type.id} gap={0} wrap="nowrap">
          <NavLink
            renderRoot={(props) => <Link to="/app/records/$type" params={{ type: type.name }} {...props} />}
            label={type.plural}
            leftSection={<type.icon size={18} stroke={1.6} />}
            active={path.startsWith(`/app/records/${type.name}`)}
            className={classes.link}
          />
          {type.pipelines && (
            <Tooltip label={t("Board of {plural}", { plural: noun(type.plural) })}>
              <ActionIcon
                variant={path === `/app/boards/${type.name}` ? "light" : "subtle"}
                color={path === `/app/boards/${type.name}` ? "pine" : "gray"}
                renderRoot={(props) => (
                  <Link to="/app/boards/$type" params={{ type: type.name }} {...props} />
                )}
                aria-label={t("Board of {plural}", { plural: noun(type.plural) })}
              >
                <IconLayoutKanban size={16} stroke={1.6} />
              </ActionIcon>
            </Tooltip>
          )}
        </Group>
      ))}
    </section>
  );
}

/** Pages beside those of records, as far as the person may go there. */
function Places({ group }: { group: string }) {
  const session = useSession();
  const path = useRouterState({ select: (state) => state.location.pathname });
  const places = PLACES.filter((place) => place.group === group && place.isFor(session));
  if (places.length === 0) return null;
  return (
    <section>
      <Text className={classes.section}>{group}</Text>
      {places.map((place) => (
        <NavLink
          key={place.to}
          renderRoot={(props) => <Link to={place.to} {...props} />}
          label={place.label}
          leftSection={<place.icon size={18} stroke={1.6} />}
          active={path.startsWith(place.to)}
          className={classes.link}
        />
      ))}
    </section>
  );
}
