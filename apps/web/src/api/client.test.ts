import { expect, test } from "vitest";
import * as z from "zod";
import { createHttpClient } from "./client.ts";
import { ApiProblem } from "./problem.ts";

const schema = z.object({ name: z.string() });

const answering = (answer: () => Response | Promise<Response>) => {
  const seen: { path: string; init: RequestInit | undefined }[] = [];
  const fetch: typeof globalThis.fetch = async (path, init) => {
    seen.push({ path: String(path), init });
    return answer();
  };
  return { client: createHttpClient({ fetch, csrfToken: () => "csrf" }), seen };
};

const json =
  (body: unknown, status = 200) =>
  () =>
    new Response(JSON.stringify(body), { status });

test("an answer of the contract comes through", async () => {
  const { client } = answering(json({ name: "lvs1" }));
  expect(await client.get("/x", schema)).toEqual({ name: "lvs1" });
});

test("a change carries the token and its body", async () => {
  const { client, seen } = answering(json({ name: "lvs1" }));
  await client.send("POST", "/x", { a: 1 }, schema);
  const headers = new Headers(seen[0]?.init?.headers);
  expect(headers.get("x-csrf-token")).toBe("csrf");
  expect(seen[0]?.init?.body).toBe('{"a":1}');
});

const PROBLEM = { type: "about:blank", title: "No", status: 403, code: "auth.forbidden", detail: "Not you" };

test.each<[string, () => Response | Promise<Response>, string, number]>([
  ["problem+json", json(PROBLEM, 403), "auth.forbidden", 403],
  ["a proxy's page", () => new Response("<html>", { status: 502 }), "page.malformed-answer", 502],
  ["a wrong answer", json({ name: 1 }), "page.malformed-answer", 200],
  ["no hub", () => Promise.reject(new TypeError("refused")), "page.hub-unreachable", 0],
])("%s is a coded problem", async (_, answer, code, status) => {
  const { client } = answering(answer);
  const problem = await client.get("/x", schema).catch((error: unknown) => error);
  expect(problem).toBeInstanceOf(ApiProblem);
  expect(problem).toMatchObject({ code, status });
});
