import { Button, Group, NumberInput, Select } from "@mantine/core";
import { useQuery } from "@tanstack/react-query";
import { useState } from "react";

import { currencyOptions } from "../session/zones";
import { FailureAlert } from "../shared/failure-alert";
import { Answered, Card, cell, Empty, PlainTable } from "../shared/page";
import { t } from "../shared/texts";
import { type Account, ratesQuery, useSaveRate } from "./account-query";

/** Further currencies of the account, and what one of each is worth in the company's. */
export function Rates({ account }: { account: Account }) {
  return (
    <Card title={t("Currencies and rates")} padded={false}>
      <NewRate account={account} />
      <Answered query={useQuery(ratesQuery)}>
        {(rates) =>
          rates.length === 0 ? (
            <Empty title={t("One currency")}>
              {t("Amounts are in {currency}. Add a rate, and deals may be in that currency, too.", {
                currency: account.currency,
              })}
            </Empty>
          ) : (
            <PlainTable label={t("Rates")} columns={[t("Currency"), t("Worth"), `-${t("Since")}`, ""]}>
              {rates.map((rate) => (
                <RateRow key={`${rate.id} ${String(rate.conversionRate)}`} rate={rate} />
              ))}
            </PlainTable>
          )
        }
      </Answered>
    </Card>
  );
}

interface Rate {
  id: string;
  fromCurrencyCode: string;
  toCurrencyCode: string;
  conversionRate: number;
  effectiveAt: string;
}

function RateRow({ rate }: { rate: Rate }) {
  const [value, setValue] = useState<number | string>(rate.conversionRate);
  const save = useSaveRate();
  const changed = Number(value) !== rate.conversionRate;
  return (
    <tr>
      <td>{rate.fromCurrencyCode}</td>
      <td>
        <NumberInput
          aria-label={t("What one {currency} is worth", { currency: rate.fromCurrencyCode })}
          size="xs"
          w={160}
          hideControls
          suffix={` ${rate.toCurrencyCode}`}
          value={value}
          onChange={setValue}
        />
        <FailureAlert error={save.error} />
      </td>
      <td className={cell.second}>{rate.effectiveAt.slice(0, 10)}</td>
      <td className={cell.end}>
        {changed && (
          <Button
            size="xs"
            variant="default"
            loading={save.isPending}
            onClick={() => save.mutate({ id: rate.id, code: rate.fromCurrencyCode, rate: Number(value) })}
          >
            {t("Save")}
          </Button>
        )}
      </td>
    </tr>
  );
}

function NewRate({ account }: { account: Account }) {
  const [code, setCode] = useState<string | null>(null);
  const [rate, setRate] = useState<number | string>("");
  const save = useSaveRate();
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        if (code)
          save.mutate(
            { code, rate: Number(rate) },
            {
              onSuccess: () => {
                setCode(null);
                setRate("");
              },
            },
          );
      }}
    >
      <FailureAlert error={save.error} />
      <Group p="md" align="flex-end" gap="xs">
        <Select
          label={t("Currency")}
          searchable
          limit={200}
          required
          data={currencyOptions("EUR").filter(({ value }) => value !== account.currency)}
          value={code}
          onChange={setCode}
        />
        <NumberInput
          label={t("One is worth")}
          required
          hideControls
          suffix={` ${account.currency}`}
          value={rate}
          onChange={setRate}
        />
        <Button type="submit" variant="default" loading={save.isPending}>
          {t("Add rate")}
        </Button>
      </Group>
    </form>
  );
}
