import { io } from "socket.io-client";
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
} from "../testing/hub.ts";

const CHOSEN = "a password of bob's own";

let database: TestDatabase;
let hub: TestHub;
let ann: Person;

beforeAll(async () => {
  database = await openTestDatabase();
});
afterAll(() => database.close());
beforeEach(async () => {
  hub = await startTestHub(database.client);
  ann = await setUpAdmin(hub, database.client);
});
afterEach(async () => {
  await hub.close();
  await database.empty();
});

type Method = "GET" | "POST" | "PATCH" | "DELETE";
const ask = (method: Method, path: string, person: Person | null, payload?: object) =>
  hub.http.inject({
    ...{ method, url: `/api/v1/${path}` },
    ...(person === null ? {} : { headers: person.headers }),
    ...(payload === undefined ? {} : { payload }),
  });
const invite = async (name: string, role: string): Promise<string> =>
  (await ask("POST", "invitations", ann, { name, role })).json().token;
const join = async (name: string, role: string): Promise<Person> => {
  const reply = await ask("POST", "invitations/accept", null, { token: await invite(name, role), password: CHOSEN });
  return personOf(reply);
};
const logIn = (name: string, password: string) => ask("POST", "session", null, { name, password });

test("a one-time link makes a user with a role and a password of their own, and logs them in", async () => {
  const token = await invite("bob", "operator");
  expect((await ask("GET", "users", ann)).json()).toMatchObject({
    users: [{ name: "ann", role: "admin", disabledAt: null }],
    invitations: [{ name: "bob", role: "operator", createdBy: "ann" }],
  });
  expect((await ask("POST", "invitations/look", null, { token })).json()).toEqual({ name: "bob", role: "operator" });
  const weak = await ask("POST", "invitations/accept", null, { token, password: "short" });
  expect(weak.json()).toMatchObject({ status: 422, code: "request.invalid" });
  const both = await Promise.all(
    [CHOSEN, CHOSEN].map((password) => ask("POST", "invitations/accept", null, { token, password })),
  );
  expect(both.map(({ statusCode }) => statusCode).sort()).toEqual([200, 403]);
  const won = both.find(({ statusCode }) => statusCode === 200);
  expect(won?.json()).toMatchObject({ user: { name: "bob", role: "operator" } });
  expect((await logIn("bob", CHOSEN)).statusCode).toBe(200);
  const again = await ask("POST", "invitations/look", null, { token });
  expect(again.json()).toMatchObject({ status: 403, code: "invitation.token-invalid" });
  const rows = JSON.stringify(await database.client.user.findMany(), (_, value) =>
    typeof value === "bigint" ? Number(value) : value,
  );
  expect(rows).not.toContain(CHOSEN);
  const actions = (await ask("GET", "audit", ann)).json().map(({ action }: { action: string }) => action);
  expect(actions).toEqual(expect.arrayContaining(["invitation.created", "invitation.accepted"]));
});

test("an invitation is replaced by the next, can be taken back, and is not for a name that is taken", async () => {
  const first = await invite("bob", "viewer");
  const second = await invite("bob", "operator");
  const look = async (token: string) => (await ask("POST", "invitations/look", null, { token })).statusCode;
  expect([await look(first), await look(second)]).toEqual([403, 200]);
  expect((await ask("DELETE", "invitations/bob", ann)).statusCode).toBe(204);
  expect(await look(second)).toBe(403);
  expect((await ask("DELETE", "invitations/bob", ann)).json()).toMatchObject({ code: "invitation.not-found" });
  const taken = await ask("POST", "invitations", ann, { name: "ann", role: "viewer" });
  expect(taken.json()).toMatchObject({ status: 409, code: "user.name-taken" });
});

test("a disabled user is out at once, on the live channel too, and in again when enabled", async () => {
  const bob = await join("bob", "operator");
  const extraHeaders = { cookie: bob.headers.cookie };
  const socket = io(`${hub.url}/ui`, { transports: ["websocket"], reconnection: false, extraHeaders });
  await new Promise<void>((resolve, reject) => {
    socket.on("connect", resolve);
    socket.on("connect_error", reject);
  });
  const cut = new Promise<void>((resolve) => socket.on("disconnect", () => resolve()));
  expect((await ask("PATCH", "users/bob", ann, { disabled: true })).json().disabledAt).toBeGreaterThan(0);
  await cut;
  expect((await ask("GET", "directors", bob)).statusCode).toBe(401);
  expect((await logIn("bob", CHOSEN)).json()).toMatchObject({ status: 403, code: "session.disabled" });
  expect((await logIn("bob", "not bob's password")).json()).toMatchObject({ code: "session.wrong-credentials" });
  const link = await ask("POST", "users/bob/password-link", ann);
  expect(link.json()).toMatchObject({ status: 409, code: "user.disabled" });
  await ask("PATCH", "users/bob", ann, { disabled: false });
  expect((await logIn("bob", CHOSEN)).statusCode).toBe(200);
});

test("a new role holds from the next request on", async () => {
  const bob = await join("bob", "viewer");
  const drill = () => ask("POST", "drills", bob, { instance: "VI_1", reason: "x" });
  expect((await drill()).json()).toMatchObject({ code: "session.role-too-low" });
  await ask("PATCH", "users/bob", ann, { role: "operator" });
  expect((await drill()).statusCode).toBe(201);
  for (const [method, path] of [
    ["GET", "users"],
    ["POST", "invitations"],
    ["PATCH", "users/ann"],
  ] as const) {
    const payload = method === "GET" ? undefined : { name: "eve", role: "admin" };
    expect((await ask(method, path, bob, payload)).json()).toMatchObject({ code: "session.role-too-low" });
  }
});

test("the last administrator stays one", async () => {
  for (const change of [{ role: "viewer" }, { disabled: true }]) {
    expect((await ask("PATCH", "users/ann", ann, change)).json()).toMatchObject({
      status: 409,
      code: "user.last-admin",
    });
  }
  const bob = await join("bob", "admin");
  const both = await Promise.all([
    ask("PATCH", "users/ann", bob, { disabled: true }),
    ask("PATCH", "users/bob", ann, { disabled: true }),
  ]);
  expect(both.filter(({ statusCode }) => statusCode === 200)).toHaveLength(1);
  expect(await database.client.user.count({ where: { disabledAt: null } })).toBe(1);
});

test("one's own password: by the current one, and every other session ends", async () => {
  const other = personOf(await logIn("ann", PASSWORD));
  const change = (current: string) => ask("POST", "session/password", ann, { current, next: CHOSEN });
  expect((await change("wrong")).json()).toMatchObject({ status: 403, code: "session.wrong-password" });
  expect((await change(PASSWORD)).statusCode).toBe(204);
  expect((await ask("GET", "directors", other)).statusCode).toBe(401);
  expect((await ask("GET", "directors", ann)).statusCode).toBe(200);
  expect([(await logIn("ann", PASSWORD)).statusCode, (await logIn("ann", CHOSEN)).statusCode]).toEqual([401, 200]);
  for (let i = 0; i < 8; i++) await change("guessed");
  expect((await change(CHOSEN)).json()).toMatchObject({ status: 429, code: "session.too-many-failures" });
});

test("who lost the password gets a link; the old one holds until it is used", async () => {
  const bob = await join("bob", "operator");
  const { token } = (await ask("POST", "users/bob/password-link", ann)).json();
  expect((await ask("GET", "directors", bob)).statusCode).toBe(200);
  await ask("POST", "invitations/accept", null, { token, password: "bob's second password" });
  expect((await ask("GET", "directors", bob)).statusCode).toBe(401);
  const codes = [await logIn("bob", CHOSEN), await logIn("bob", "bob's second password")];
  expect(codes.map(({ statusCode }) => statusCode)).toEqual([401, 200]);
  expect((await ask("POST", "users/eve/password-link", ann)).json()).toMatchObject({ code: "user.not-found" });
});
