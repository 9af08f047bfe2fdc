import type * as z from "zod";
import { ApiProblem, MALFORMED, problemFrom, UNREACHABLE } from "./problem.ts";

export interface HttpClient {
  readonly get: <T>(path: string, schema: z.ZodType<T>, signal?: AbortSignal) => Promise<T>;
  readonly send: <T>(
    method: "POST" | "PATCH" | "DELETE",
    path: string,
    body: unknown,
    schema: z.ZodType<T>,
  ) => Promise<T>;
}

interface Deps {
  readonly fetch: typeof globalThis.fetch;
  /** Sent back with everything that changes something; null before the first session answer. */
  readonly csrfToken: () => string | null;
}

/** Speaks JSON with the hub. Throws ApiProblem and nothing else. */
export const createHttpClient = ({ fetch, csrfToken }: Deps): HttpClient => {
  const request = async <T>(path: string, init: RequestInit, schema: z.ZodType<T>): Promise<T> => {
    const response = await fetch(path, { ...init, credentials: "same-origin" }).catch((cause: unknown) => {
      throw new ApiProblem(UNREACHABLE, 0, String(cause));
    });
    const body = await readJson(response);
    if (!response.ok) throw problemFrom(response.status, body);
    const parsed = schema.safeParse(body);
    if (!parsed.success) throw new ApiProblem(MALFORMED, response.status, parsed.error.message);
    return parsed.data;
  };
  return {
    get: (path, schema, signal) =>
      request(path, { headers: { accept: "application/json" }, ...(signal ? { signal } : {}) }, schema),
    send: (method, path, body, schema) => {
      const token = csrfToken();
      const headers = new Headers({ accept: "application/json" });
      if (token !== null) headers.set("x-csrf-token", token);
      if (body === undefined) return request(path, { method, headers }, schema);
      headers.set("content-type", "application/json");
      return request(path, { method, headers, body: JSON.stringify(body) }, schema);
    },
  };
};

const readJson = async (response: Response): Promise<unknown> => {
  const text = await response.text().catch(() => "");
  if (text === "") return null;
  try {
    return JSON.parse(text);
  } catch {
    return null;
  }
};
