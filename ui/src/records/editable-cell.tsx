import { Suspense, useRef, useState } from "react";

import type { Property } from "../crm/definitions";
import { format, type Surroundings } from "../crm/format";
import type { ObjectType } from "../crm/object-types";
import type { CrmRecord } from "../crm/record";
import { lazySoon } from "../shared/lazy-soon";
import { t } from "../shared/texts";
import classes from "./records.module.css";

const CellEditor = lazySoon(() => import("./cell-editor"));

interface Props {
  type: ObjectType;
  record: CrmRecord;
  name: string;
  property: Property | undefined;
  around: Surroundings;
  mayEdit: boolean;
}

/** A value that opens its editor on a click or Enter, where the person may change it. A table draws hundreds of them as
 * one scrolls: until then it is nothing but a button. */
export function EditableCell({ type, record, name, property, around, mayEdit }: Props) {
  const [opened, setOpened] = useState(false);
  /** What was typed and refused: it is there again, to be mended. */
  const [refused, setRefused] = useState<string | null>(null);
  const button = useRef<HTMLButtonElement>(null);
  const value = record.properties[name] ?? "";
  const shown = format(property, value, around);
  const className = `${classes.editable} ${property?.type === "number" ? classes.number : ""}`;
  if (!mayEdit || !property || property.modificationMetadata.readOnlyValue) {
    return (
      <span className={className}>
        <span className={classes.text}>{shown}</span>
      </span>
    );
  }
  const close = () => {
    setOpened(false);
    setRefused(null);
    button.current?.focus({ preventScroll: true });
  };
  return (
    <>
      <button
        ref={button}
        type="button"
        className={className}
        onClick={() => setOpened(true)}
        aria-haspopup="dialog"
        aria-expanded={opened}
        aria-label={t("{label}: {shown}. Change", { label: property.label, shown: shown || t("empty") })}
      >
        <span className={classes.text}>{shown}</span>
      </button>
      {opened && (
        <Suspense>
          <CellEditor
            type={type}
            id={record.id}
            property={property}
            value={value}
            typed={refused ?? value}
            onClose={close}
            onRefused={(given) => {
              setRefused(given);
              setOpened(true);
            }}
          />
        </Suspense>
      )}
    </>
  );
}
