import { UnstyledButton } from "@mantine/core";

import classes from "./analytics.module.css";
import { changeOf } from "./change";
import { locale } from "../shared/texts";

export interface ShareRow {
  key: string;
  name: string;
  value: number;
  /** What it was in the time that it is compared with. */
  earlier?: number | undefined;
  onOpen?: (() => void) | undefined;
}

/** Names with their numbers, each as long as its share of the largest; a row may open what is in it. */
export function ShareRows({ rows }: { rows: ShareRow[] }) {
  const most = Math.max(1, ...rows.map(({ value }) => value));
  return rows.map(({ key, name, value, earlier, onOpen }) => {
    const content = (
      <>
        <span className={classes.share} style={{ width: `${(100 * value) / most}%` }} />
        <span className={classes.name} title={key}>
          {name}
        </span>{" "}
        <span className={classes.value}>
          {value.toLocaleString(locale)}{" "}
          {earlier !== undefined && <span className={classes.beside}>{changeOf(value, earlier)}</span>}
        </span>
      </>
    );
    return onOpen ? (
      <UnstyledButton key={key} className={classes.row} onClick={onOpen}>
        {content}
      </UnstyledButton>
    ) : (
      <div key={key} className={classes.row}>
        {content}
      </div>
    );
  });
}
