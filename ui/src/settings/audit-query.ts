import { infiniteQueryOptions } from "@tanstack/react-query";

import { api, type components, data } from "../api/client";
import { t } from "../shared/texts";

export type Change = components["schemas"]["audit.EntryShown"];

/** Which changes; what is absent or "" bounds nothing. `before` is the last day, `target` the id or name of a thing. */
export interface Wanted {
  userId?: string;
  category?: string;
  action?: string;
  target?: string;
  before?: string;
}

export const AT_ONCE = 50;
/** What a page holds at most. */
export const MOST = 100;

export const CATEGORIES = [
  { value: "CRM_OBJECT", label: t("Records") },
  { value: "PROPERTY_VALUE", label: t("Values of records") },
  { value: "ASSOCIATION", label: t("Associations") },
  { value: "PROPERTY", label: t("Properties") },
  { value: "PIPELINE", label: t("Pipelines") },
  { value: "LIST", label: t("Lists") },
  { value: "FORM", label: t("Forms") },
  { value: "FILE", label: t("Files") },
  { value: "LOGIN", label: t("Logins") },
  { value: "CRITICAL_ACTION", label: t("Security") },
] as const;

export const ACTIONS = [
  { value: "CREATE", label: t("Created") },
  { value: "UPDATE", label: t("Changed") },
  { value: "DELETE", label: t("Deleted") },
  { value: "RESTORE", label: t("Restored") },
  { value: "MERGE", label: t("Merged") },
  { value: "PERFORM", label: t("Done") },
] as const;

export function categoryOf(name: string): string {
  return CATEGORIES.find(({ value }) => value === name)?.label ?? worded(name);
}

export function actionOf(name: string): string {
  return ACTIONS.find(({ value }) => value === name)?.label ?? worded(name);
}

/** `CRM_OBJECT` as "Crm object". */
export function worded(name: string | undefined): string {
  if (!name) return "";
  const words = name.replace(/_/g, " ").toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** Changes, the newest first, page after page. */
export function changesQuery(wanted: Wanted) {
  return infiniteQueryOptions({
    queryKey: ["audit", wanted],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) => changes(wanted, pageParam, AT_ONCE, signal),
    getNextPageParam: (page) => page.paging?.next.after,
  });
}

export function changes(wanted: Wanted, after: string, limit: number, signal: AbortSignal) {
  const { userId, category, action, target, before } = wanted;
  const query = {
    sort: "-occurredAt",
    limit,
    ...(after && { after }),
    ...(userId && { actingUserId: [userId] }),
    ...(category && { category }),
    ...(action && { action }),
    ...(target && { targetObjectId: target }),
    ...(before && { occurredBefore: `${before}T23:59:59.999Z` }),
  };
  return data(api.GET("/account-info/v3/activity/audit-logs", { params: { query }, signal }));
}
