import {
  Button,
  Checkbox,
  Drawer,
  Group,
  NumberInput,
  Select,
  Stack,
  Tabs,
  Textarea,
  TextInput,
} from "@mantine/core";
import { useState } from "react";

import { t } from "../shared/texts";
import { BannerPreview } from "./banner-preview";
import { PolicyTexts } from "./policy-texts";
import { lines, MODES, type Policy } from "./tracking-query";

interface Props {
  policy: Policy;
  onDone: (policy: Policy) => void;
  onClose: () => void;
}

type Style = NonNullable<Policy["style"]>;
type Colors = NonNullable<Style["light"]>;

/** What the server takes where a policy says nothing. */
const LIGHT: Colors = { background: "#ffffff", text: "#1f2933", accent: "#0b5f7a" };
const DARK: Colors = { background: "#1b2228", text: "#e8edf1", accent: "#7cc7dd" };
const POSITIONS = [
  { value: "BOTTOM", label: t("At the bottom") },
  { value: "TOP", label: t("At the top") },
  { value: "BOTTOM_LEFT", label: t("In the corner at the left") },
  { value: "BOTTOM_RIGHT", label: t("In the corner at the right") },
  { value: "CENTER", label: t("In the middle, over the page") },
];
const THEMES = [
  { value: "AUTO", label: t("As the visitor's system") },
  { value: "LIGHT", label: t("Always light") },
  { value: "DARK", label: t("Always dark") },
];

/** Everything about one consent policy, with its banner beside it as it changes. */
export default function PolicyDrawer({ policy, onDone, onClose }: Props) {
  const [given, setGiven] = useState<Policy>(policy);
  const change = (changed: Partial<Policy>) => setGiven((before) => ({ ...before, ...changed }));
  return (
    <Drawer opened onClose={onClose} title={t("Consent policy")} position="right" size="xl">
      <form
        onSubmit={(event) => {
          event.preventDefault();
          onDone(given);
        }}
      >
        <Stack>
          <BannerPreview policy={given} />
          <Tabs defaultValue="ask">
            <Tabs.List mb="sm">
              <Tabs.Tab value="ask">{t("What is asked")}</Tabs.Tab>
              <Tabs.Tab value="look">{t("Look")}</Tabs.Tab>
              <Tabs.Tab value="texts">{t("Texts")}</Tabs.Tab>
            </Tabs.List>
            <Tabs.Panel value="ask">
              <Asked given={given} change={change} />
            </Tabs.Panel>
            <Tabs.Panel value="look">
              <Look given={given} change={change} />
            </Tabs.Panel>
            <Tabs.Panel value="texts">
              <PolicyTexts given={given} change={change} />
            </Tabs.Panel>
          </Tabs>
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {t("Cancel")}
            </Button>
            <Button type="submit">{t("Take it over")}</Button>
          </Group>
        </Stack>
      </form>
    </Drawer>
  );
}

export interface Part {
  given: Policy;
  change: (changed: Partial<Policy>) => void;
}

function Asked({ given, change }: Part) {
  const [paths, setPaths] = useState((given.paths ?? []).join("\n"));
  const [countries, setCountries] = useState((given.countries ?? []).join(", "));
  return (
    <Stack>
      <TextInput
        label={t("Name")}
        required
        value={given.name}
        onChange={(event) => change({ name: event.currentTarget.value })}
      />
      <Select
        label={t("Visitors")}
        data={MODES}
        value={given.mode}
        onChange={(next) => next && change({ mode: next as Policy["mode"] })}
        allowDeselect={false}
      />
      {(given.mode === "OPT_IN" || given.mode === "CATEGORIES") && (
        <Checkbox
          label={t("With a button to decline")}
          checked={given.showDecline ?? true}
          onChange={(event) => change({ showDecline: event.currentTarget.checked })}
        />
      )}
      <TextInput
        label={t("Privacy page")}
        placeholder="/privacy"
        value={given.privacyUrl ?? ""}
        onChange={(event) => change({ privacyUrl: event.currentTarget.value })}
      />
      <Textarea
        label={t("Only on these pages")}
        description={t("Paths, one per line; * stands for anything. Empty: everywhere.")}
        placeholder="/shop/*"
        autosize
        minRows={2}
        value={paths}
        onChange={(event) => {
          setPaths(event.currentTarget.value);
          change({ paths: lines(event.currentTarget.value) });
        }}
      />
      <TextInput
        label={t("Only in these countries")}
        description={t("Codes of two letters like DE, FR. Empty: everywhere.")}
        value={countries}
        onChange={(event) => {
          setCountries(event.currentTarget.value);
          change({ countries: lines(event.currentTarget.value.toUpperCase()) });
        }}
      />
      <TextInput
        label={t("Language")}
        description={t("Two letters; empty: that of the page, else of the browser.")}
        maxLength={2}
        w={200}
        value={given.language ?? ""}
        onChange={(event) => change({ language: event.currentTarget.value.toLowerCase() })}
      />
    </Stack>
  );
}

function Look({ given, change }: Part) {
  const style: Style = given.style ?? {};
  const restyle = (changed: Partial<Style>) => change({ style: { ...style, ...changed } });
  return (
    <Stack>
      <Group>
        <Select
          label={t("Place")}
          w={260}
          data={POSITIONS}
          value={given.position ?? "BOTTOM"}
          onChange={(next) => next && change({ position: next as NonNullable<Policy["position"]> })}
          allowDeselect={false}
        />
        <Select
          label={t("Light or dark")}
          data={THEMES}
          value={style.theme ?? "AUTO"}
          onChange={(next) => next && restyle({ theme: next as NonNullable<Style["theme"]> })}
          allowDeselect={false}
        />
        <NumberInput
          label={t("Corners (pixels)")}
          min={0}
          max={40}
          w={140}
          value={style.radius ?? 14}
          onChange={(next) => restyle({ radius: Number(next) || 0 })}
        />
      </Group>
      {style.theme !== "DARK" && (
        <Palette title={t("Light")} colors={style.light ?? LIGHT} onChange={(light) => restyle({ light })} />
      )}
      {style.theme !== "LIGHT" && (
        <Palette title={t("Dark")} colors={style.dark ?? DARK} onChange={(dark) => restyle({ dark })} />
      )}
    </Stack>
  );
}

interface PaletteProps {
  title: string;
  colors: Colors;
  onChange: (colors: Colors) => void;
}

function Palette({ title, colors, onChange }: PaletteProps) {
  const shown: [keyof Colors, string][] = [
    ["background", t("{theme}: background", { theme: title })],
    ["text", t("{theme}: text", { theme: title })],
    ["accent", t("{theme}: buttons and links", { theme: title })],
  ];
  return (
    <Group>
      {shown.map(([name, label]) => (
        <TextInput
          key={name}
          type="color"
          label={label}
          w={190}
          value={colors[name]}
          onChange={(event) => onChange({ ...colors, [name]: event.currentTarget.value })}
        />
      ))}
    </Group>
  );
}
