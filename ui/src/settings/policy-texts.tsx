import { Stack, Text, Textarea, TextInput } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { Answered } from "../shared/page";
import { t } from "../shared/texts";
import type { Part } from "./policy-drawer";
import { languagesQuery, type Policy, type Texts, TEXTS } from "./tracking-query";

/** The banner's own words, by language; what is left empty is said in the server's. */
export function PolicyTexts({ given, change }: Part) {
  const [language, setLanguage] = useState(given.language ?? "en");
  const code = language.length === 2 ? language : "";
  const own = given.texts?.[code] ?? {};
  const say = (name: keyof Texts, text: string) => change({ texts: said(given, code, name, text) });
  return (
    <Stack>
      <TextInput
        label={t("Language of these texts")}
        description={t(
          "Two letters: en, de, fr … A language that the server does not speak needs all texts.",
        )}
        maxLength={2}
        w={220}
        value={language}
        onChange={(event) => setLanguage(event.currentTarget.value.toLowerCase())}
      />
      <Answered query={useQuery(languagesQuery)}>
        {(ours) =>
          code ? (
            <>
              {TEXTS.filter(({ modes }) => !modes || modes.includes(given.mode)).map(({ name, label }) => (
                <Textarea
                  key={name}
                  label={label}
                  placeholder={ours[code]?.[name === "message" ? MESSAGES[given.mode] : name] ?? ""}
                  autosize
                  minRows={1}
                  value={own[name] ?? ""}
                  onChange={(event) => say(name, event.currentTarget.value)}
                />
              ))}
            </>
          ) : (
            <Text size="sm">{t("Name a language first.")}</Text>
          )
        }
      </Answered>
    </Stack>
  );
}

const MESSAGES: Record<Policy["mode"], string> = {
  OPT_IN: "optIn",
  OPT_OUT: "optOut",
  CATEGORIES: "categories",
  NOTIFY: "notify",
};

/** The texts of a policy with one of them changed; an empty one is none, and a language without texts is left out. */
function said(
  policy: Policy,
  language: string,
  name: keyof Texts,
  text: string,
): NonNullable<Policy["texts"]> {
  const { [language]: own = {}, ...others } = policy.texts ?? {};
  const changed = { ...own, [name]: text };
  if (!text) Reflect.deleteProperty(changed, name);
  return Object.keys(changed).length ? { ...others, [language]: changed } : others;
}
