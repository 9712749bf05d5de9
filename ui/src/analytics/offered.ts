import { type Session, useSession } from "../session/session";
import { FIRST_REPORT, type Report, REPORTS } from "./tools/reports-list";
import type { Tool } from "./tools/tools";

/** Whether the account's plan has something; what names no feature comes with every plan. */
export function includes(session: Session | null, feature: string | undefined): boolean {
  return feature === undefined || (session?.features.includes(feature) ?? false);
}

/** Whether a person sees all records, without which the server answers no SQL. */
function seesAll(session: Session | null): boolean {
  return (
    session !== null && [session.rest, ...Object.values(session.levels)].every(({ view }) => view === "all")
  );
}

/** Whether a tool is of use to a person in an account of this plan. */
export function offers(session: Session | null, tool: Tool): boolean {
  return includes(session, tool.feature) && (!tool.everything || seesAll(session));
}

/** The reports of the account's plan, and the one that is shown at first. */
export function reportsFor(session: Session | null): { reports: Report[]; first: Report | undefined } {
  const reports = REPORTS.filter(({ feature }) => includes(session, feature));
  return { reports, first: reports.find(({ value }) => value === FIRST_REPORT) ?? reports[0] };
}

export function useReports() {
  return reportsFor(useSession());
}
