import { t } from "../shared/texts";

/** The category of failures without an answer. */
export const UNREACHABLE = "UNREACHABLE";

interface ErrorBody {
  message?: string;
  category?: string;
  correlationId?: string;
  errors?: { message?: string; context?: { propertyName?: string[] } }[];
}

/** What went wrong with a request, in the server's words. `status` is 0 where the server did not answer. */
export class Failure extends Error {
  readonly status: number;
  readonly category: string;
  readonly correlationId: string;
  /** What is wrong with each property that the server named. */
  readonly fields: Record<string, string>;

  constructor(
    status: number,
    message: string,
    category = "",
    correlationId = "",
    fields: Record<string, string> = {},
  ) {
    super(message);
    this.name = "Failure";
    this.status = status;
    this.category = category;
    this.correlationId = correlationId;
    this.fields = fields;
  }

  static async of(response: Response): Promise<Failure> {
    const correlationId = response.headers.get("x-hubspot-correlation-id") ?? "";
    const body = await bodyOf(response);
    const details = (body.errors ?? []).map((error) => error.message ?? "").filter(Boolean);
    const message = [
      body.message ?? t("The server answered {status}.", { status: response.status }),
      ...details,
    ].join(" ");
    return new Failure(
      response.status,
      message,
      body.category,
      body.correlationId ?? correlationId,
      fieldsOf(body),
    );
  }

  static unreachable(): Failure {
    return new Failure(
      0,
      t("The server cannot be reached. Nothing was saved; what you typed is still here."),
      UNREACHABLE,
    );
  }
}

function fieldsOf({ errors = [] }: ErrorBody): Record<string, string> {
  return Object.fromEntries(
    errors.flatMap(({ message = "", context }) =>
      (context?.propertyName ?? []).map((name): [string, string] => [name, message]),
    ),
  );
}

async function bodyOf(response: Response): Promise<ErrorBody> {
  try {
    return (await response.json()) as ErrorBody;
  } catch {
    return {};
  }
}

/** Any thrown value as a `Failure`, for showing. */
export function failureOf(error: unknown): Failure {
  if (error instanceof Failure) return error;
  // A part of the app that could not be loaded.
  if (error instanceof Error && /\bmodule\b|preload CSS/.test(error.message)) return Failure.unreachable();
  return new Failure(0, error instanceof Error ? error.message : t("Something unexpected happened."));
}
