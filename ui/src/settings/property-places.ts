import { queryOptions, useQuery } from "@tanstack/react-query";

import { api, data } from "../api/client";
import { useProperties } from "../crm/definitions";
import type { ObjectType } from "../crm/object-types";
import { savedQuery } from "../saved/saved-query";
import { t } from "../shared/texts";
import { mentions, says } from "./mentions";

/** A kind of things, and the names of those that name a property. */
interface Place {
  what: string;
  names: string[];
}

/** The things that name a property, by kind; a kind that the person may not look at is left out. */
export function usePlaces(type: ObjectType, name: string): Place[] {
  const formulas = [...useProperties(type.name).values()].filter(({ calculationFormula }) =>
    new RegExp(`\\b${name}\\b`).test(calculationFormula ?? ""),
  );
  const forms = useQuery({
    queryKey: ["forms", "all"],
    retry: false,
    queryFn: async () => (await data(api.GET("/marketing/v3/forms"))).results,
  });
  const lists = useQuery({
    queryKey: ["lists", "with filters", type.id],
    retry: false,
    queryFn: async () => {
      const body = { query: "", objectTypeId: type.id, sort: "HS_NAME", count: 500 };
      const { lists: all } = await data(api.POST("/crm/v3/lists/search", { body }));
      const listIds = (all as { listId: string }[]).map(({ listId }) => listId);
      if (listIds.length === 0) return [];
      const query = { listIds, includeFilters: true };
      return (await data(api.GET("/crm/v3/lists", { params: { query } }))).lists;
    },
  });
  const views = useQuery({ ...savedQuery("views", type.id), retry: false });
  const reports = useQuery({ ...savedQuery("reports"), retry: false });
  const apps = useQuery({ ...appsWithWebhooks, retry: false });
  const found: Place[] = [{ what: t("Formulas"), names: formulas.map(({ label }) => label) }];
  const add = <One>(
    what: string,
    all: One[] | undefined,
    names: (one: One) => boolean,
    nameOf: (one: One) => string,
  ) => all && found.push({ what, names: all.filter(names).map(nameOf) });
  add(
    t("Forms"),
    forms.data,
    (form) => mentions(form, "name", name),
    (form) => form.name,
  );
  add(
    t("Lists"),
    lists.data,
    (list) => mentions(list.filterBranch, "property", name),
    (list) => list.name,
  );
  add(
    t("Saved views"),
    views.data,
    (view) => says(view.content, name),
    (view) => view.name,
  );
  add(
    t("Saved reports"),
    reports.data,
    (report) => says(report.content, name),
    (report) => report.name,
  );
  add(
    t("Webhooks"),
    apps.data,
    ({ tells }) => tells(type.id, name),
    ({ app }) => app.name,
  );
  return found;
}

/** The apps that webhooks tell of properties; `tells` whether of one of a type. */
const appsWithWebhooks = queryOptions({
  queryKey: ["apps", "told"],
  queryFn: async () => {
    const { results } = await data(api.GET("/hubstead/v3/apps"));
    const told = results.filter(({ kind }) => kind !== "service");
    return Promise.all(
      told.map(async (app) => {
        const params = { path: { appId: app.id } };
        const { subscriptions } = await data(api.GET("/hubstead/v3/webhooks/{appId}", { params }));
        const tells = (type: string, property: string) =>
          subscriptions.some((one) => one.propertyName === property && isOf(one, type));
        return { app, tells };
      }),
    );
  },
});

/** Whether a subscription is about a type: by its id, or, of the older kind, by the name in `contact.propertyChange`. */
function isOf(
  { objectTypeId, eventType }: { objectTypeId?: string; eventType: string },
  type: string,
): boolean {
  return objectTypeId ? objectTypeId === type : OLDER[eventType.split(".")[0] ?? ""] === type;
}

const OLDER: Record<string, string> = {
  contact: "0-1",
  company: "0-2",
  deal: "0-3",
  ticket: "0-5",
  product: "0-7",
  line_item: "0-8",
};
