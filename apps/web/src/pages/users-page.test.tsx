import { cleanup, fireEvent, screen, within } from "@testing-library/react";
import { afterEach, expect, test } from "vitest";
import { drawPage } from "../hooks/test-page.tsx";
import { AccountPage } from "./account-page.tsx";
import { InvitePage } from "./invite-page.tsx";
import { UsersPage } from "./users-page.tsx";

afterEach(cleanup);

const TOKEN = "bi_0123456789abcdef";
const made = { name: "bob", role: "operator", createdBy: "ann", createdAt: 1, expiresAt: Date.now() + 3_600_000 };
const problem = (code: string) => ({ type: "about:blank", title: "No", status: 409, code });

const draw = async (page: React.ReactNode, answers: Readonly<Record<string, readonly [number, unknown]>>) => {
  const asked: string[] = [];
  await drawPage(page, (path, init) => {
    const request = `${init?.method ?? "GET"} ${path}`;
    asked.push(`${request} ${typeof init?.body === "string" ? init.body : ""}`.trim());
    const [status, body] = answers[request] ?? [404, null];
    return { status, body };
  });
  return asked;
};

const list = {
  users: [
    { name: "ann", role: "admin", createdAt: 1, disabledAt: null },
    { name: "eve", role: "viewer", createdAt: 1, disabledAt: Date.now() },
  ],
  invitations: [made],
};

test("users with their roles, a link that is shown once, and orders", async () => {
  const asked = await draw(<UsersPage />, {
    "GET /api/v1/users": [200, list],
    "POST /api/v1/invitations": [201, { ...made, token: TOKEN }],
    "PATCH /api/v1/users/eve": [200, list.users[1]],
    "PATCH /api/v1/users/ann": [409, problem("user.last-admin")],
  });
  const ann = within(await screen.findByTestId("user-ann"));
  expect(screen.getByTestId("invitation-bob").textContent).toContain("invited by ann");
  fireEvent.change(screen.getByTestId("invite-name"), { target: { value: "bob" } });
  fireEvent.click(screen.getByTestId("invite-submit"));
  expect((await screen.findByTestId("made-link")).textContent).toContain(`/invite#${TOKEN}`);
  fireEvent.click(within(screen.getByTestId("user-eve")).getByText("Enable"));
  await screen.findByTestId("user-eve");
  fireEvent.click(await ann.findByText("Disable"));
  await screen.findByText("This is the last administrator who may log in.");
  expect(asked).toEqual(
    expect.arrayContaining([
      'POST /api/v1/invitations {"name":"bob","role":"operator"}',
      'PATCH /api/v1/users/eve {"disabled":false}',
      'PATCH /api/v1/users/ann {"disabled":true}',
    ]),
  );
});

test("a link says whom it is for, and the chosen password logs in", async () => {
  let entered = false;
  const asked = await draw(
    <InvitePage
      token={TOKEN}
      onDone={async () => {
        entered = true;
      }}
    />,
    {
      "POST /api/v1/invitations/look": [200, { name: "bob", role: "operator" }],
      "POST /api/v1/invitations/accept": [200, {}],
    },
  );
  await screen.findByText("This link is for bob (operator). Choose a password.");
  const choose = (label: string, value: string) =>
    fireEvent.change(screen.getByLabelText(label), { target: { value } });
  choose("Password", "a password of bob's own");
  choose("Password again", "another");
  fireEvent.click(screen.getByTestId("accept-submit"));
  await screen.findByText("The two passwords differ.");
  choose("Password again", "a password of bob's own");
  fireEvent.click(screen.getByTestId("accept-submit"));
  await expect.poll(() => entered, { timeout: 10_000 }).toBe(true);
  expect(asked.at(-1)).toContain('"password":"a password of bob\'s own"');
});

test("a used link is told as such", async () => {
  await draw(<InvitePage token={TOKEN} onDone={async () => undefined} />, {
    "POST /api/v1/invitations/look": [403, problem("invitation.token-invalid")],
  });
  await screen.findByText(/This link was used, taken back or is too old/);
});

test("one's own password wants the current one", async () => {
  const asked = await draw(<AccountPage />, { "POST /api/v1/session/password": [204, null] });
  fireEvent.click(screen.getByText("Change the password"));
  await screen.findByText("Please fill this in.");
  fireEvent.change(screen.getByTestId("current-password"), { target: { value: "the old one" } });
  for (const label of ["Password", "Password again"])
    fireEvent.change(screen.getByLabelText(label), { target: { value: "the new one, long" } });
  fireEvent.click(screen.getByText("Change the password"));
  await screen.findByText("The password is changed.");
  expect(asked).toEqual(['POST /api/v1/session/password {"current":"the old one","next":"the new one, long"}']);
});
