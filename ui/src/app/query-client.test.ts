import { QueryObserver } from "@tanstack/react-query";
import { expect, test } from "vitest";

import { queryClient } from "./query-client";

test("a first answer that is on its way when something changes is asked for anew", async () => {
  const answers: ((answer: string) => void)[] = [];
  const seen: string[] = [];
  const observer = new QueryObserver(queryClient, {
    queryKey: ["timeline", "1"],
    queryFn: () => new Promise<string>((answer) => answers.push(answer)),
  });
  const stop = observer.subscribe(({ data }) => data && seen.push(data));
  const changed = queryClient.invalidateQueries({ queryKey: ["timeline"] });
  await expect.poll(() => answers.length).toBe(2);
  answers[0]?.("before the change");
  answers[1]?.("after it");
  await changed;
  expect(seen).toEqual(["after it"]);
  stop();
});

test("a first answer that nobody looks at goes on for who waits for it", async () => {
  let answer: (answer: string) => void = () => {};
  const waiting = queryClient.query({
    queryKey: ["session"],
    queryFn: () => new Promise<string>((resolve) => (answer = resolve)),
  });
  await queryClient.invalidateQueries();
  answer("signed in");
  expect(await waiting).toBe("signed in");
});
