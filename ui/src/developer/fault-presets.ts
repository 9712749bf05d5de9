import type { Fault } from "./sandbox-query";
import { t } from "../shared/texts";

type Effect = Omit<Fault, "id" | "matches" | "hits" | "method" | "path" | "times">;

/** What can go wrong, ready to be chosen. */
export const PRESETS: Record<string, { label: string; effect: Effect & { carryOut?: boolean } }> = {
  tooMany: { label: t("429: too many requests"), effect: { error: "TEN_SECONDLY_ROLLING" } },
  daily: { label: t("429: the day's limit is reached"), effect: { error: "DAILY" } },
  internal: { label: t("500: an internal error"), effect: { status: 500 } },
  unavailable: { label: t("503: not available"), effect: { status: 503 } },
  expired: { label: t("401: the token has expired"), effect: { error: "EXPIRED_AUTHENTICATION" } },
  late: { label: t("An answer after 30 seconds"), effect: { latency: 30_000 } },
  slow: { label: t("A body in small pieces"), effect: { slow: { bytes: 100, pause: 200 } } },
  dropped: { label: t("No answer: the connection breaks"), effect: { drop: true } },
  lost: { label: t("Done, but the answer is lost"), effect: { drop: true, carryOut: true } },
};

/** What a rule does, in few words. */
export function effectOf(fault: Fault): string {
  const words = [
    fault.error ?? "",
    fault.status ? String(fault.status) : "",
    fault.drop ? t("no answer") : "",
    fault.latency ? t("after {ms} ms", { ms: [fault.latency].flat().join("–") }) : "",
    fault.slow ? t("in pieces of {bytes} bytes", { bytes: fault.slow.bytes }) : "",
  ];
  return words.filter(Boolean).join(", ");
}
