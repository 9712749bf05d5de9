import type { ApiCall } from "./calls-query";

type Message = NonNullable<ApiCall["exchange"]>["request"];

/** Calls as an HTTP Archive (1.2), for the network panel of a browser. Bodies are in it where the log has them. */
export function archive(origin: string, calls: readonly ApiCall[]) {
  return {
    log: {
      version: "1.2",
      creator: { name: "Hubstead", version: "1" },
      pages: [],
      entries: [...calls].reverse().map((call) => entry(origin, call)),
    },
  };
}

function entry(origin: string, call: ApiCall) {
  const url = `${origin}${call.path}${call.query ? `?${call.query}` : ""}`;
  const { request, response } = call.exchange ?? {};
  return {
    startedDateTime: call.at,
    time: call.duration,
    request: {
      method: call.method,
      url,
      httpVersion: "HTTP/1.1",
      cookies: [],
      headers: headers(request),
      queryString: [...new URLSearchParams(call.query)].map(([name, value]) => ({ name, value })),
      headersSize: -1,
      bodySize: request?.bodySize ?? -1,
      ...(request?.body ? { postData: { mimeType: "application/json", text: request.body } } : {}),
    },
    response: {
      status: call.status ?? 0,
      statusText: "",
      httpVersion: "HTTP/1.1",
      cookies: [],
      headers: headers(response),
      content: {
        size: call.size ?? response?.bodySize ?? 0,
        mimeType: response?.headers["content-type"] ?? "application/json",
        ...(response ? { text: response.body } : {}),
      },
      redirectURL: "",
      headersSize: -1,
      bodySize: call.size ?? -1,
    },
    cache: {},
    timings: { send: 0, wait: call.duration, receive: 0 },
    _appId: call.appId,
    _correlationId: call.correlationId,
  };
}

function headers(message: Message | undefined) {
  return Object.entries(message?.headers ?? {}).map(([name, value]) => ({ name, value }));
}

/** Let the browser keep a text as a file. */
export function keep(name: string, text: string): void {
  const url = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  const link = document.createElement("a");
  link.href = url;
  link.download = name;
  link.click();
  setTimeout(() => URL.revokeObjectURL(url), 1_000);
}
