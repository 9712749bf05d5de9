interface Asking {
  clientId: string;
  redirectUris: readonly string[];
  scopes: readonly string[];
  optionalScopes: readonly string[];
}

/** The link by which a person lets an app into an account; empty where there is no place to come back to. */
export function installLink(origin: string, app: Asking): string {
  const [back] = app.redirectUris;
  if (!back) return "";
  const asked = [
    `client_id=${encodeURIComponent(app.clientId)}`,
    `redirect_uri=${encodeURIComponent(back)}`,
    `scope=${encodeURIComponent(app.scopes.join(" "))}`,
  ];
  if (app.optionalScopes.length)
    asked.push(`optional_scope=${encodeURIComponent(app.optionalScopes.join(" "))}`);
  return `${origin}/oauth/authorize?${asked.join("&")}`;
}
