import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from "vitest";
import {
  openTestDatabase,
  PASSWORD,
  type Person,
  personOf,
  setUpAdmin,
  startTestHub,
  type TestDatabase,
  type TestHub,
  temporaryFolder,
} from "../testing/hub.ts";

let database: TestDatabase;
let hub: TestHub;
let ann: Person;
let web: Awaited<ReturnType<typeof temporaryFolder>>;

beforeAll(async () => {
  database = await openTestDatabase();
  web = await temporaryFolder();
  await writeFile(join(web.path, "index.html"), "<!doctype html><title>Baton</title>");
});
afterAll(async () => {
  await database.close();
  await web.remove();
});
beforeEach(async () => {
  hub = await startTestHub(database.client, { webDir: web.path });
  ann = await setUpAdmin(hub, database.client);
});
afterEach(async () => {
  await hub.close();
  await database.empty();
});

const get = (url: string, headers: Record<string, string> = {}) => hub.http.inject({ method: "GET", url, headers });
const post = (url: string, payload: object, headers: Record<string, string> = {}) =>
  hub.http.inject({ method: "POST", url, payload, headers });
const logIn = (password: string, name = "ann") => post("/api/v1/session", { name, password });

const READ = [
  "directors",
  "virtual-routers",
  "services",
  "events",
  "drills",
  "diagnostics",
  "audit",
  "api-tokens",
  "users",
];

test.each([...READ, "drills/x", "drills/preflight?instance=VI_1"])("GET %s wants a log-in", async (path) => {
  const reply = await get(`/api/v1/${path}`);
  expect(reply.statusCode).toBe(401);
  expect(reply.headers["content-type"]).toContain("application/problem+json");
  expect(reply.json()).toMatchObject({ status: 401, code: "session.missing" });
});

test.each(READ)("GET %s answers the administrator", async (path) => {
  expect((await get(`/api/v1/${path}`, ann.headers)).statusCode).toBe(200);
});

test("set-up works once and with the right token only", async () => {
  const again = await post("/api/v1/setup", { token: "0123456789abcdef", name: "eve", password: PASSWORD });
  expect(again.json()).toMatchObject({ status: 403, code: "setup.token-invalid" });
  expect((await get("/api/v1/session")).json()).toEqual({ user: null, setupNeeded: false, csrfToken: null });
});

test("log-in, session, log-out", async () => {
  const reply = await logIn(PASSWORD);
  expect(reply.headers["set-cookie"]).toMatch(/^baton_session=.*HttpOnly; SameSite=Strict$/);
  const bob = personOf(reply);
  expect((await get("/api/v1/session", bob.headers)).json()).toMatchObject({ user: { name: "ann", role: "admin" } });
  await hub.http.inject({ method: "DELETE", url: "/api/v1/session", headers: bob.headers });
  expect((await get("/api/v1/directors", bob.headers)).statusCode).toBe(401);
  expect((await get("/api/v1/directors", ann.headers)).statusCode).toBe(200);
});

test("wrong passwords are refused, then blocked, also with the right one", async () => {
  const codes = [];
  for (let i = 0; i < 9; i++) codes.push((await logIn("wrong")).json().code);
  expect(new Set(codes.slice(0, 8))).toEqual(new Set(["session.wrong-credentials"]));
  expect(codes[8]).toBe("session.too-many-failures");
  expect((await logIn(PASSWORD)).statusCode).toBe(429);
});

test.each<[string, Record<string, string>, string]>([
  ["no csrf token", { "x-csrf-token": "" }, "session.csrf-token-wrong"],
  ["a wrong csrf token", { "x-csrf-token": "0".repeat(64) }, "session.csrf-token-wrong"],
  ["a foreign page", { origin: "http://evil.example" }, "request.foreign-origin"],
])("a change with %s is refused", async (_name, headers, code) => {
  const reply = await post("/api/v1/enrolment-tokens", { node: "lvs1" }, { ...ann.headers, ...headers });
  expect(reply.json()).toMatchObject({ status: 403, code });
});

test("API tokens carry a role, are kept by hash, and can be taken back", async () => {
  const made = (await post("/api/v1/api-tokens", { name: "grafana", role: "viewer" }, ann.headers)).json();
  const headers = { authorization: `Bearer ${made.token}` };
  expect((await get("/api/v1/directors", headers)).statusCode).toBe(200);
  expect((await get("/api/v1/session", headers)).json()).toMatchObject({ user: { name: "token:grafana" } });
  const drill = await post("/api/v1/drills", { instance: "VI_1", reason: "x" }, headers);
  expect(drill.json()).toMatchObject({ status: 403, code: "session.role-too-low" });
  const [row] = await database.client.apiToken.findMany();
  expect(JSON.stringify({ ...row, createdAt: 0, expiresAt: 0 })).not.toContain(made.token);
  await hub.http.inject({ method: "DELETE", url: `/api/v1/api-tokens/${made.id}`, headers: ann.headers });
  expect((await get("/api/v1/directors", headers)).statusCode).toBe(401);
});

test.each<[string, object, string]>([
  ["/api/v1/drills", { instance: "VI_1" }, "reason"],
  ["/api/v1/drills", { instance: "VI_1", reason: "a\u0000" }, "NUL"],
  ["/api/v1/enrolment-tokens", { node: "", validForMinutes: 5 }, "node"],
  ["/api/v1/enrolment-tokens", { node: "a", validForMinutes: 1e9 }, "validForMinutes"],
])("POST %s %o is a named problem", async (url, payload, field) => {
  const reply = await post(url, payload, ann.headers);
  expect(reply.json()).toMatchObject({ status: 422, code: "request.invalid", detail: expect.stringContaining(field) });
});

test("what is no JSON, or too much of it, is a problem and not a crash", async () => {
  const headers = { ...ann.headers, "content-type": "application/json" };
  const broken = await hub.http.inject({ method: "POST", url: "/api/v1/drills", headers, payload: "{" });
  expect(broken.json()).toMatchObject({ status: 400, code: "request.malformed" });
  const huge = await post("/api/v1/drills", { instance: "x", reason: "y".repeat(100_000) }, ann.headers);
  expect(huge.json()).toMatchObject({ status: 413 });
});

test("an enrolment token is good for one key of its node, also when the answer got lost and the agent asks again", async () => {
  const { token } = (await post("/api/v1/enrolment-tokens", { node: "lvs1" }, ann.headers)).json();
  const enrol = (node: string, key = "k".repeat(43)) =>
    post("/api/v1/agents/enrol", { token, node, key, roles: ["director"] });
  expect((await enrol("lvs2")).json()).toMatchObject({ status: 403, code: "enrolment.token-invalid" });
  expect((await enrol("lvs1", "short")).statusCode).toBe(422);
  expect((await enrol("lvs1")).json()).toEqual({ node: "lvs1" });
  expect((await enrol("lvs1")).json()).toEqual({ node: "lvs1" });
  expect((await enrol("lvs1", "x".repeat(43))).statusCode).toBe(403);
  expect((await get("/api/v1/directors", ann.headers)).json()).toMatchObject([{ node: "lvs1", connected: false }]);
});

test("a drill without directors is kept, refused, with its reasons", async () => {
  const reply = await post("/api/v1/drills", { instance: "VI_1", reason: "monthly" }, ann.headers);
  expect(reply.statusCode).toBe(201);
  const drill = reply.json();
  expect(drill).toMatchObject({ state: "ended", outcome: "refused", problem: { code: "drill.no-such-instance" } });
  expect((await get(`/api/v1/drills/${drill.id}`, ann.headers)).json()).toEqual(drill);
  expect((await get("/api/v1/drills", ann.headers)).json()).toEqual({ drills: [drill] });
  const release = await post(`/api/v1/drills/${drill.id}/release`, {}, ann.headers);
  expect(release.json()).toMatchObject({ status: 409, code: "drill.nothing-to-release" });
  const audit = (await get("/api/v1/audit", ann.headers)).json();
  expect(audit[0]).toMatchObject({ who: "ann", action: "drill.requested", target: "VI_1", reason: "monthly" });
});

test("the document is OpenAPI 3.1 and knows every route", async () => {
  const { openapi, paths, components } = (await get("/api/docs/json")).json();
  expect(openapi).toBe("3.1.1");
  expect(Object.keys(paths).sort()).toEqual([
    ...["/api/v1/agents/enrol", "/api/v1/api-tokens", "/api/v1/api-tokens/{id}", "/api/v1/audit"],
    ...["/api/v1/diagnostics", "/api/v1/directors", "/api/v1/drills", "/api/v1/drills/preflight"],
    ...["/api/v1/drills/{id}", "/api/v1/drills/{id}/release", "/api/v1/enrolment-tokens", "/api/v1/events"],
    ...["/api/v1/health", "/api/v1/invitations", "/api/v1/invitations/accept", "/api/v1/invitations/look"],
    ...["/api/v1/invitations/{name}", "/api/v1/real-servers/drain", "/api/v1/real-servers/restore"],
    ...["/api/v1/real-servers/weight", "/api/v1/services", "/api/v1/session", "/api/v1/session/password"],
    ...["/api/v1/setup", "/api/v1/users", "/api/v1/users/{name}", "/api/v1/users/{name}/password-link"],
    ...["/api/v1/virtual-routers"],
  ]);
  expect(Object.keys(components.schemas)).toEqual(expect.arrayContaining(["Drill", "Event", "VirtualRouter"]));
  expect((await get("/api/docs/")).statusCode).toBe(200);
});

test("the dashboard is served at its own paths, the rest is a problem", async () => {
  const page = await get("/drills/5", { accept: "text/html" });
  expect(page.statusCode).toBe(200);
  expect(page.body).toContain("<title>Baton</title>");
  expect(page.headers["content-security-policy"]).toContain("default-src 'self'");
  expect(page.headers["content-security-policy"]).not.toContain("upgrade-insecure-requests");
  for (const url of ["/api/v1/nope", "/missing.js", "/..%2f..%2fetc%2fpasswd"]) {
    expect((await get(url)).statusCode).toBeGreaterThanOrEqual(400);
  }
});

test("over https the cookie is Secure", async () => {
  await hub.close();
  hub = await startTestHub(database.client, { publicUrl: "https://panel.example/" });
  const reply = await logIn(PASSWORD);
  expect(reply.headers["set-cookie"]).toMatch(/; Secure/);
  expect(reply.headers["content-security-policy"]).toContain("upgrade-insecure-requests");
});
