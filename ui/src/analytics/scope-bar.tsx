import { Select } from "@mantine/core";

import { useSession } from "../session/session";
import { t } from "../shared/texts";
import { includes } from "./offered";
import { type Comparison, COMPARISONS, FIRST_PERIOD } from "./period";
import { PeriodPicker } from "./period-picker";
import { useToday } from "./scope";
import type { Asked } from "./search";
import { ViewPicker } from "./view-picker";

interface Props {
  asked: Asked;
  onChange: (asked: Asked) => void;
  /** The comparison where none was chosen; `undefined` where there is none to choose. */
  comparison: Comparison | undefined;
}

/** Which days of which traffic a page shows, and beside which others. */
export function ScopeBar({ asked, onChange, comparison }: Props) {
  return (
    <>
      {includes(useSession(), "analytics-views") && (
        <ViewPicker chosen={asked.view} onChange={(view) => onChange({ view })} />
      )}
      {comparison && (
        <Select
          size="xs"
          w={178}
          aria-label={t("Compare with")}
          allowDeselect={false}
          data={[...COMPARISONS]}
          value={asked.compare ?? comparison}
          onChange={(compare) => compare && onChange({ compare })}
        />
      )}
      <PeriodPicker
        period={asked.period ?? FIRST_PERIOD}
        today={useToday()}
        onChange={(period) => onChange({ period })}
      />
    </>
  );
}
