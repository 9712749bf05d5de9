import { useQueryClient } from "@tanstack/react-query";
import { useState } from "react";

import { api, data } from "../api/client";
import { failureOf } from "../api/failure";
import type { ObjectType } from "../crm/object-types";
import { recordsChanged } from "../crm/restore";
import type { Search } from "../crm/search";
import { locale, t } from "../shared/texts";
import { beginWork, type Work } from "../shared/work-toast";
import { type Act, inBatches, type Outcome } from "./batches";
import { adding, allIds, archiving, changing, type Kept, puttingBack, restoring, takingOut } from "./bulk";
import { counted } from "./counted";

/** Which records something is done to: these, or all that a search finds but some. */
export type Chosen = { ids: string[] } | { all: Search; but: ReadonlySet<string> };

/** What is done, while and after; `back` takes it back for those that it was done to. */
interface Deed {
  title: string;
  done: (count: string) => string;
  act: Act;
  back?: { deed: Deed; also?: () => Promise<unknown> };
}

/** Things that are done to many records at once, each of which can be taken back. `onDone` follows where all went well. */
export function useBulk(type: ObjectType, chosen: Chosen, onDone: () => void) {
  const client = useQueryClient();
  const [busy, setBusy] = useState(false);

  async function run(deed: Deed, chosen: Chosen): Promise<boolean> {
    const work = beginWork(deed.title);
    try {
      const found = "ids" in chosen ? { ...chosen, cut: false } : await gathered(chosen, work);
      const outcome = await inBatches(found.ids, deed.act, work.progress, work.signal);
      await recordsChanged(client, type.name);
      const lines = linesOf(type, deed, outcome, found.cut);
      const { back } = deed;
      const undo = back && outcome.done.length > 0;
      const failed = outcome.refused.size > 0 || outcome.untried.length > 0 || found.cut;
      work.end(lines, failed, undo ? () => void takeBack(back, outcome.done) : undefined);
      return !failed;
    } catch (error) {
      const stopped = work.signal.aborted;
      work.end([stopped ? t("Stopped. Nothing was changed.") : failureOf(error).message], true);
      return false;
    }
  }

  async function gathered({ all, but }: Extract<Chosen, { all: Search }>, work: Work) {
    const progress = (done: number, total: number) => work.progress(done, total, t("Looking for them …"));
    const found = await allIds(type.name, all, progress, work.signal);
    return { ...found, ids: found.ids.filter((id) => !but.has(id)) };
  }

  async function takeBack({ deed, also }: NonNullable<Deed["back"]>, ids: string[]) {
    await run(deed, { ids });
    await also?.();
  }

  async function start(deed: Deed) {
    setBusy(true);
    const well = await run(deed, chosen);
    setBusy(false);
    if (well) onDone();
  }

  return {
    busy,
    change: (properties: Record<string, string>) => {
      const kept: Kept = new Map();
      const deed = {
        title: t("Taking back …"),
        done: (count: string) => t("{count} as before", { count }),
        act: puttingBack(type.name, kept),
      };
      return start({
        title: t("Changing …"),
        done: (count) => t("{count} changed", { count }),
        act: changing(type.name, properties, kept),
        back: { deed },
      });
    },
    archive: () =>
      start({
        title: t("Archiving …"),
        done: (count) => t("{count} archived", { count }),
        act: archiving(type.name),
        back: {
          deed: {
            title: t("Restoring …"),
            done: (count) => t("{count} restored", { count }),
            act: restoring(type.name),
          },
        },
      }),
    /** Puts them into a list; `made`: it was made for them, and goes when this is taken back. */
    addTo: (list: { id: string; name: string; made: boolean }) => {
      const params = { path: { listId: list.id } };
      const forget = async () => {
        if (list.made) await data(api.DELETE("/crm/v3/lists/{listId}", { params }));
        await refresh();
      };
      const refresh = () =>
        Promise.all(["lists", "list"].map((key) => client.invalidateQueries({ queryKey: [key] })));
      const deed = {
        title: t("Taking out …"),
        done: (count: string) => t("{count} taken out of {list}", { count, list: list.name }),
        act: takingOut(list.id),
      };
      return start({
        title: t("Adding …"),
        done: (count) => t("{count} added to {list}", { count, list: list.name }),
        act: adding(list.id),
        back: { deed, also: forget },
      }).then(refresh);
    },
  };
}

function linesOf(type: ObjectType, deed: Deed, { done, refused, untried }: Outcome, cut: boolean): string[] {
  const lines = [deed.done(counted(type, done.length))];
  for (const [reason, count] of refused)
    lines.push(t("{count} not: {reason}", { count: count.toLocaleString(locale), reason }));
  if (untried.length > 0) lines.push(t("{count} were not tried.", { count: counted(type, untried.length) }));
  if (cut) lines.push(t("More fit, but the filters leave no room to reach them. Do it again for the rest."));
  return lines;
}
