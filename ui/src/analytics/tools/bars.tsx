import { cell, PlainTable } from "../../shared/page";
import classes from "../analytics.module.css";

interface Props {
  label: string;
  columns: string[];
  rows: { share: number; cells: string[] }[];
}

/** A table whose rows have a bar under their name, from 0 to 1. */
export function Bars({ label, columns, rows }: Props) {
  const [first = "", ...rest] = columns;
  return (
    <PlainTable label={label} columns={[first, ...rest.map((column) => `#${column}`)]}>
      {rows.map(({ share, cells: [name, ...cells] }, place) => (
        <tr key={place}>
          <th scope="row" className={classes.barCell}>
            <span className={classes.share} style={{ width: `${100 * Math.min(1, share)}%` }} />
            <span className={classes.name}>{name}</span>
          </th>
          {cells.map((text, column) => (
            <td key={column} className={cell.number}>
              {text}
            </td>
          ))}
        </tr>
      ))}
    </PlainTable>
  );
}
