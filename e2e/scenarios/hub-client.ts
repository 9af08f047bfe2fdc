import { request } from "node:http";
import { type Drill, drillPreflightSchema, drillSchema } from "@baton/shared/contract/http/drills.ts";
import { eventPageSchema, type StoredEvent } from "@baton/shared/contract/http/events.ts";
import { sessionSchema } from "@baton/shared/contract/http/session.ts";
import type * as z from "zod";

interface Answer {
  readonly status: number;
  readonly cookies: readonly string[];
  readonly text: string;
}

/** Generous: the hub may live in an emulated machine, where hashing a password alone takes seconds. */
const TIMEOUT_MS = 60_000;

const call = (
  socketPath: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body: unknown,
): Promise<Answer> =>
  new Promise((resolve, reject) => {
    const payload = body === undefined ? "" : JSON.stringify(body);
    const outgoing = request(
      {
        socketPath,
        method,
        path,
        timeout: TIMEOUT_MS,
        headers: { ...headers, ...(payload ? { "content-type": "application/json" } : {}) },
      },
      (response) => {
        let text = "";
        response.setEncoding("utf8");
        response.on("data", (chunk: string) => {
          text += chunk;
        });
        response.on("end", () =>
          resolve({ status: response.statusCode ?? 0, cookies: response.headers["set-cookie"] ?? [], text }),
        );
        response.on("error", reject);
      },
    );
    outgoing.on("timeout", () => outgoing.destroy(new Error(`${method} ${path}: no answer in ${TIMEOUT_MS / 1000} s`)));
    outgoing.on("error", reject);
    outgoing.end(payload);
  });

/** A person at the hub's REST API, with a real session as a browser has it. */
export interface HubClient {
  get<T extends z.ZodType>(path: string, schema: T): Promise<z.infer<T>>;
  post<T extends z.ZodType>(path: string, body: unknown, schema: T): Promise<z.infer<T>>;
  /** Every event the hub has stored, oldest first. */
  events(): Promise<StoredEvent[]>;
  preflight(instance: string): Promise<z.infer<typeof drillPreflightSchema>>;
  startDrill(instance: string, reason: string, handBack: boolean): Promise<Drill>;
  drill(id: string): Promise<Drill>;
}

const openSession = (socketPath: string, host: string): Pick<HubClient, "get" | "post"> => {
  let cookies: Record<string, string> = {};
  let csrfToken: string | null = null;
  const send = async (method: string, path: string, body?: unknown): Promise<unknown> => {
    const cookie = Object.entries(cookies)
      .map(([name, value]) => `${name}=${value}`)
      .join("; ");
    const headers = {
      host,
      origin: `http://${host}`,
      cookie,
      ...(csrfToken === null ? {} : { "x-csrf-token": csrfToken }),
    };
    const answer = await call(socketPath, method, path, headers, body);
    for (const line of answer.cookies) {
      const [name = "", ...value] = (line.split(";")[0] ?? "").split("=");
      cookies = { ...cookies, [name]: value.join("=") };
    }
    if (answer.status >= 300) throw new Error(`${method} ${path}: ${answer.status} ${answer.text.slice(0, 500)}`);
    return answer.text === "" ? null : (JSON.parse(answer.text) as unknown);
  };
  const refreshToken = async (): Promise<void> => {
    csrfToken = sessionSchema.parse(await send("GET", "/api/v1/session")).csrfToken;
  };
  return {
    get: async (path, schema) => schema.parse(await send("GET", path)),
    post: async (path, body, schema) => {
      await refreshToken();
      return schema.parse(await send("POST", path, body));
    },
  };
};

const PAGE = 1000;

/** Uses the one-time set-up link to become the first administrator. */
export const becomeAdmin = async (
  socketPath: string,
  link: string,
  login: { name: string; password: string },
): Promise<HubClient> => {
  const url = new URL(link);
  const session = openSession(socketPath, url.host);
  await session.post("/api/v1/setup", { token: url.hash.slice(1), ...login }, sessionSchema);
  const { user } = await session.get("/api/v1/session", sessionSchema);
  if (user?.role !== "admin")
    throw new Error(`after set-up the session belongs to ${JSON.stringify(user)}, not an admin`);

  const events = async (): Promise<StoredEvent[]> => {
    const all: StoredEvent[] = [];
    for (;;) {
      const after = all.at(-1)?.id ?? 0;
      const page = await session.get(`/api/v1/events?after=${after}&limit=${PAGE}`, eventPageSchema);
      all.push(...page.events);
      if (!page.more || page.events.length === 0) return all;
    }
  };
  return {
    ...session,
    events,
    preflight: (instance) =>
      session.get(`/api/v1/drills/preflight?instance=${encodeURIComponent(instance)}`, drillPreflightSchema),
    startDrill: (instance, reason, handBack) =>
      session.post("/api/v1/drills", { instance, reason, handBack }, drillSchema),
    drill: (id) => session.get(`/api/v1/drills/${encodeURIComponent(id)}`, drillSchema),
  };
};
