import { Button, ScrollArea, Stack, Text, TextInput } from "@mantine/core";
import { IconPlus } from "@tabler/icons-react";
import { useQuery } from "@tanstack/react-query";
import { Link } from "@tanstack/react-router";
import { useState } from "react";

import { reportOf } from "../analytics/saved-report";
import { toolOf } from "../analytics/tools/tools";
import { savedQuery } from "../saved/saved-query";
import { Answered } from "../shared/page";
import { t } from "../shared/texts";
import { type Board, MOST_CARDS, withCard } from "./cards";
import classes from "./dashboards.module.css";

interface Props {
  board: Board;
  onChange: (change: (board: Board) => Board) => void;
}

/** The saved reports that are not on a dashboard yet, to be put there one after the other. */
export function AddReports({ board, onChange }: Props) {
  const [words, setWords] = useState("");
  const query = useQuery(savedQuery("reports"));
  return (
    <Answered query={query}>
      {(reports) => {
        const left = reports.filter(({ id }) => !board.cards.some(({ report }) => report === id));
        const fitting = left.filter(({ name }) => name.toLowerCase().includes(words.trim().toLowerCase()));
        if (left.length === 0)
          return (
            <Text size="sm" c="var(--muted)">
              {reports.length ? t("All saved reports are here.") : t("No report is saved yet.")}{" "}
              {t("Open a page of")}{" "}
              <Link to="/app/analytics" className={classes.inText}>
                {t("Analytics")}
              </Link>{" "}
              {t("and press “Save report”.")}
            </Text>
          );
        return (
          <Stack gap="xs">
            <TextInput
              size="xs"
              aria-label={t("Find a report")}
              placeholder={t("Find a report")}
              data-autofocus
              value={words}
              onChange={(event) => setWords(event.currentTarget.value)}
            />
            <ScrollArea.Autosize mah={300}>
              {fitting.map(({ id, name, content }) => (
                <Button
                  key={id}
                  size="xs"
                  variant="subtle"
                  color="gray"
                  fullWidth
                  justify="space-between"
                  leftSection={<IconPlus size={14} />}
                  rightSection={
                    <Text size="xs" c="var(--muted)">
                      {toolOf(reportOf(content).tool)?.label}
                    </Text>
                  }
                  styles={{ label: { flex: 1 } }}
                  disabled={board.cards.length >= MOST_CARDS}
                  onClick={() => onChange((now) => withCard(now, id))}
                >
                  {name}
                </Button>
              ))}
              {fitting.length === 0 && (
                <Text size="sm" c="var(--muted)">
                  {t("No report has these words in its name.")}
                </Text>
              )}
            </ScrollArea.Autosize>
          </Stack>
        );
      }}
    </Answered>
  );
}
