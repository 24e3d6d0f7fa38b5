import { ApiError } from "@mora/contract";
import i18next from "i18next";

/** An expected failure of the API, in the shape of its error contract. */
export class ApiFailure extends Error {
  readonly code: string;
  readonly detail: string;
  readonly issues: readonly string[];
  constructor({ code, detail, issues }: ApiError) {
    super(`${code}: ${detail}`);
    this.code = code;
    this.detail = detail;
    this.issues = issues ?? [];
  }
}

/** What of a zod schema is needed to read an answer. */
export type Schema<T> = {
  safeParse(
    value: unknown,
  ):
    | { success: true; data: T }
    | { success: false; error: { issues: readonly { path: PropertyKey[]; message: string }[] } };
};

/** A path of the contract with its parameters filled in. */
export const pathOf = (path: string, params: Readonly<Record<string, string>>): string =>
  path.replaceAll(/:(\w+)/g, (_, name: string) => encodeURIComponent(params[name] ?? ""));

export type QueryValue = string | number | readonly string[] | undefined;

/** Path with its query; repeated keys for lists, nothing for undefined. */
export function apiUrl(path: string, query: Readonly<Record<string, QueryValue>>): string {
  const params = new URLSearchParams();
  for (const [key, value] of Object.entries(query)) {
    if (value === undefined) continue;
    for (const one of typeof value === "object" ? value : [value]) params.append(key, String(one));
  }
  const text = params.toString();
  return text ? `${path}?${text}` : path;
}

/**
 * Fetches and reads an answer with its schema. Throws ApiFailure: the server's own error,
 * `NETWORK` when nothing answered, `ANSWER_MISMATCH` when the answer breaks the contract.
 */
export const getJson = <T>(schema: Schema<T>, url: string, signal: AbortSignal): Promise<T> =>
  ask(schema, url, { signal, headers: { accept: "application/json" } });

/** Sends a command and reads its answer; throws as `getJson` does. */
export const postJson = <T>(schema: Schema<T>, url: string, body: object): Promise<T> =>
  ask(schema, url, {
    method: "POST",
    headers: { accept: "application/json", "content-type": "application/json" },
    body: JSON.stringify(body),
  });

async function ask<T>(schema: Schema<T>, url: string, request: RequestInit): Promise<T> {
  const response = await fetch(url, request).catch((cause: unknown) => {
    if (request.signal?.aborted) throw cause;
    throw new ApiFailure({ code: "NETWORK", detail: i18next.t("error.network") });
  });
  const body: unknown = await response.json().catch(() => null);
  if (!response.ok) throw failureFrom(body, response.status);
  const parsed = schema.safeParse(body);
  if (parsed.success) return parsed.data;
  const issues = parsed.error.issues.slice(0, 5).map((i) => `${i.path.join(".")}: ${i.message}`);
  const detail = i18next.t("error.mismatch", { where: url });
  throw new ApiFailure({ code: "ANSWER_MISMATCH", detail, issues });
}

function failureFrom(body: unknown, status: number): ApiFailure {
  const parsed = ApiError.safeParse(body);
  if (parsed.success) return new ApiFailure(parsed.data);
  return new ApiFailure({
    code: `HTTP_${status}`,
    detail: i18next.t("error.unexpected", { status }),
  });
}
