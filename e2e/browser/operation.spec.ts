import { randomBytes } from "node:crypto";
import { type Browser, expect, type Page, test } from "@playwright/test";
import { labLogs } from "./lab-command.ts";
import { administrator, logIn, press, scan } from "./person.ts";

/** What operators and administrators do: weights in the kernels of both directors, and users. */
test.describe.configure({ mode: "serial" });

let page: Page;

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
  await logIn(page, administrator());
});

test.afterEach(async () => {
  const info = test.info();
  if (info.status === info.expectedStatus) return;
  for (const [name, body] of await labLogs()) await info.attach(name, { body, contentType: "text/plain" });
});

test.afterAll(async () => {
  await page.context().close();
});

const DIRECTORS = ["lvs1", "lvs2"] as const;
const db1 = () => page.getByTestId("real-server-192.168.1.5");
const cell = (director: string) => db1().locator(`[data-director="${director}"]`);

const expectWeight = async (weight: string): Promise<void> => {
  for (const director of DIRECTORS) await expect(cell(director).getByTestId("weight")).toHaveText(weight);
};

/** In the open dialog: gives the reason, asks, and reads each kernel's answer. */
const change = async (reason: string, weight: string): Promise<void> => {
  await page.getByTestId("weight-reason").fill(reason);
  await page.getByTestId("weight-confirm").click();
  for (const director of DIRECTORS) {
    await expect(page.getByTestId(`weight-result-${director}`)).toContainText(`Its kernel has weight ${weight} now.`);
  }
  await page.getByTestId("weight-close").click();
};

test("a real server is drained in the kernels of both directors, shown with who, until when and why", async () => {
  await expectWeight("3");
  await db1().getByTestId("weight-button").click();
  expect(await scan(page)).toEqual([]);
  await change("upgrade of db1", "0");
  await expectWeight("0");
  for (const director of DIRECTORS) {
    await expect(cell(director).getByTestId("overridden")).toHaveText(
      /^overridden by operator-1, until .*\d\d:\d\d.*, because: upgrade of db1$/,
    );
  }
});

test("the last server of the pool is refused with the reason", async () => {
  await page.getByTestId("real-server-192.168.1.6").getByTestId("weight-button").click();
  await page.getByTestId("weight-reason").fill("a mistake");
  await page.getByTestId("weight-confirm").click();
  await expect(page.getByTestId("weight-result-lvs1")).toContainText("no server of the pool would be left");
  await expect(page.getByTestId("weight-force")).toBeVisible();
  await page.getByTestId("weight-close").click();
});

test("restored, the configured weight is in the kernels again", async () => {
  await db1().getByTestId("weight-button").click();
  await expect(page.getByLabel("Restore")).toBeChecked();
  await change("upgraded", "3");
  await expectWeight("3");
  await expect(db1().getByTestId("overridden")).toHaveCount(0);
});

const guest = { name: `viewer-${randomBytes(3).toString("hex")}`, password: randomBytes(15).toString("base64url") };

/** A person of their own: another browser profile. */
const visitor = async (browser: Browser): Promise<Page> => (await browser.newContext()).newPage();

test("an invited viewer chooses a password, sees everything and changes nothing; disabled, they are out at once", async ({
  browser,
}) => {
  await page.getByTestId("users-link").click();
  await page.getByTestId("invite-name").fill(guest.name);
  await page.getByTestId("invite-role").selectOption("viewer");
  await page.getByTestId("invite-submit").click();
  const link = await page.getByTestId("made-link").locator("output").textContent();
  expect(await scan(page)).toEqual([]);
  const theirs = await visitor(browser);
  await theirs.goto(link ?? "");
  await expect(theirs.locator("main")).toContainText(guest.name);
  expect(await scan(theirs)).toEqual([]);
  for (const field of await theirs.locator("input[type=password]").all()) await field.fill(guest.password);
  await press(theirs);
  await expect(theirs.getByTestId("drill-button")).toBeDisabled();
  await expect(theirs.getByTestId("weight-button")).toHaveCount(0);
  const row = page.getByTestId(`user-${guest.name}`);
  await row.getByRole("button", { name: "Disable" }).click();
  await expect(row).toContainText("disabled since");
  await expect(theirs).toHaveURL(/\/login/);
  await theirs.context().close();
});
