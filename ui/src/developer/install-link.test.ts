import { expect, test } from "vitest";

import { installLink } from "./install-link";

const app = {
  clientId: "c1",
  redirectUris: ["https://x.example/back?a=1"],
  scopes: ["oauth", "a.b"],
  optionalScopes: [],
};

test("the link names the app, the way back and the scopes", () => {
  expect(installLink("http://here", app)).toBe(
    "http://here/oauth/authorize?client_id=c1&redirect_uri=https%3A%2F%2Fx.example%2Fback%3Fa%3D1&scope=oauth%20a.b",
  );
  expect(installLink("http://here", { ...app, optionalScopes: ["c"] })).toMatch(/&optional_scope=c$/);
  expect(installLink("http://here", { ...app, redirectUris: [] })).toBe("");
});
