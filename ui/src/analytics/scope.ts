import { useSession } from "../session/session";
import { todayIn } from "../shared/days";
import { comparedWith, FIRST_PERIOD, type Span, spanOf } from "./period";
import type { Asked } from "./search";

/** What a report is of: its days, and those that it is compared with. */
export interface Scope {
  span: Span;
  earlier: Span | undefined;
}

export function useToday(): string {
  return todayIn(useSession()?.timeZone ?? "UTC");
}

/** What is asked for in the words of addresses, as days. */
export function scopeOf({ period = FIRST_PERIOD, compare = "none", view }: Asked, today: string): Scope {
  const span = { ...spanOf(period, today), ...(view !== undefined && { filterId: view }) };
  return { span, earlier: comparedWith(span, compare) };
}
