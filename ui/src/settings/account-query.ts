import { queryOptions, useMutation, useQueryClient } from "@tanstack/react-query";

import { api, type components, data } from "../api/client";

export type Account = components["schemas"]["AccountShown"];
export type AccountChange = components["schemas"]["AccountChange"];
export type Brand = components["schemas"]["UnitDetails"];
export type BrandInput = components["schemas"]["UnitInput"];

export const accountQuery = queryOptions({
  queryKey: ["account"],
  queryFn: () => data(api.GET("/hubstead/v3/account")),
});

export const ratesQuery = queryOptions({
  queryKey: ["account", "rates"],
  queryFn: async () =>
    (await data(api.GET("/settings/v3/currencies/exchange-rates", { params: { query: { limit: 100 } } })))
      .results,
});

export const brandsQuery = queryOptions({
  queryKey: ["account", "brands"],
  retry: false,
  queryFn: async () => (await data(api.GET("/hubstead/v3/business-units"))).results,
});

export function useChangeAccount() {
  return useOfAccount((body: AccountChange) => data(api.PATCH("/hubstead/v3/account", { body })));
}

export function useChangeCurrency() {
  return useOfAccount((currencyCode: string) =>
    data(api.PUT("/settings/v3/currencies/company-currency", { body: { currencyCode } })),
  );
}

export function useSaveRate() {
  return useOfAccount(({ id, code, rate }: { id?: string | undefined; code: string; rate: number }) =>
    id
      ? data(
          api.PATCH("/settings/v3/currencies/exchange-rates/{exchangeRateId}", {
            params: { path: { exchangeRateId: id } },
            body: { conversionRate: rate },
          }),
        )
      : data(
          api.POST("/settings/v3/currencies/exchange-rates", {
            body: { fromCurrencyCode: code, conversionRate: rate },
          }),
        ),
  );
}

export function useSaveBrand(businessUnitId: string | undefined) {
  return useOfAccount((body: BrandInput) =>
    businessUnitId
      ? data(
          api.PUT("/hubstead/v3/business-units/{businessUnitId}", {
            params: { path: { businessUnitId } },
            body,
          }),
        )
      : data(api.POST("/hubstead/v3/business-units", { body })),
  );
}

export function useDeleteBrand() {
  return useOfAccount((businessUnitId: string) =>
    data(
      api.DELETE("/hubstead/v3/business-units/{businessUnitId}", { params: { path: { businessUnitId } } }),
    ),
  );
}

function useOfAccount<Sent, Made>(mutationFn: (given: Sent) => Promise<Made>) {
  const client = useQueryClient();
  return useMutation({
    mutationFn,
    onSuccess: () =>
      Promise.all(["account", "session"].map((key) => client.invalidateQueries({ queryKey: [key] }))),
  });
}
