import path from "node:path";
import { expect, type Page, test } from "@playwright/test";
import { repositoryRoot } from "../vm/paths.ts";
import { labLogs, labStatus, mustLab } from "./lab-command.ts";
import { administrator, press, scan } from "./person.ts";

/** The dashboard against the running lab, in one story: what one test leaves behind, the next begins from. */
test.describe.configure({ mode: "serial" });

const login = administrator();
let page: Page;
const complaints: string[] = [];

test.beforeAll(async ({ browser }) => {
  const context = await browser.newContext();
  page = await context.newPage();
  page.on("console", (message) => {
    if (message.type() === "error") complaints.push(message.text());
  });
  page.on("pageerror", (error) => complaints.push(error.message));
});

test.afterEach(async () => {
  const info = test.info();
  if (info.status === info.expectedStatus) return;
  for (const [name, body] of await labLogs()) await info.attach(name, { body, contentType: "text/plain" });
});

test.afterAll(async () => {
  await page.context().close();
});

const owner = () => page.getByTestId("vip-owner");

test("the one-time set-up link makes the first administrator", async () => {
  const { setupLink } = await labStatus();
  expect(setupLink).not.toBeNull();
  await page.goto(setupLink ?? "");
  await page.getByLabel(/name/i).first().fill(login.name);
  const passwords = page.locator("input[type=password]");
  await passwords.nth(0).fill(login.password);
  await passwords.nth(1).fill(login.password);
  expect(await scan(page)).toEqual([]);
  // On an emulated machine that is still starting agents the page may say that the hub can't be reached.
  await press(page);
  expect((await labStatus()).setupLink).toBeNull();
});

test("the overview shows what the kernels say", async () => {
  await expect(page.getByTestId("vip-verdict")).toHaveAttribute("data-verdict", "one");
  await expect(owner()).toHaveText("lvs1");
  await expect(page.getByTestId("director-lvs1")).toContainText("MASTER");
  await expect(page.getByTestId("director-lvs2")).toContainText("BACKUP");
  for (const address of ["192.168.1.5", "192.168.1.6"]) {
    const row = page.getByTestId(`real-server-${address}`);
    for (const director of ["lvs1", "lvs2"]) {
      await expect(row.locator(`[data-director="${director}"]`).getByTestId("weight")).toHaveText("3");
    }
  }
  await expect(page.getByTestId("event-row").first()).toBeVisible();
});

test("no accessibility fault on the overview, in English and Chinese", async () => {
  expect(await scan(page)).toEqual([]);
  await page.getByTestId("language-switch").selectOption({ index: 1 });
  await expect(page.locator("html")).toHaveAttribute("lang", /^zh/);
  await expect(page.getByTestId("drill-button")).toContainText(/[\u4e00-\u9fff]/);
  expect(await scan(page)).toEqual([]);
  await page.getByTestId("language-switch").selectOption({ index: 0 });
  await expect(page.locator("html")).toHaveAttribute("lang", /^en/);
});

test("a drill by the button shows a measured gap", async () => {
  await page.getByTestId("drill-button").click();
  await page.getByTestId("drill-reason").fill("browser test");
  await page.getByTestId("drill-hand-back").check();
  await expect(page.getByTestId("drill-confirm")).toBeEnabled();
  expect(await scan(page)).toEqual([]);
  await page.getByTestId("drill-confirm").click();
  const outcome = page.getByTestId("drill-outcome");
  // As long as a drill can take: its phases end by themselves.
  await expect(outcome).toBeVisible({ timeout: 150_000 });
  // With what the page says of it, so that a drill without a measurement tells why. How long the gap may be is the
  // scenario's matter; beside a browser on an emulated processor it can be any.
  const told = await page.getByTestId("drill-view").textContent();
  expect(`${await outcome.getAttribute("data-outcome")}: ${told}`).toMatch(/^(passed|moved-slowly): /);
  await expect(page.getByTestId("drill-longest-gap")).toHaveText(/\d+(\.\d+)?\s*ms/);
  await expect(owner()).toHaveText("lvs1");
});

test("the README's screenshot", async () => {
  test.skip(process.env.BATON_SCREENSHOT !== "1", "only with BATON_SCREENSHOT=1, so that a run changes no file");
  await page.screenshot({ path: path.join(repositoryRoot(), "docs", "screenshot.png"), animations: "disabled" });
});

test("the owner changes before one's eyes when lvs1's agent is stopped, without a reload", async () => {
  await page.evaluate(() => document.body.setAttribute("data-not-reloaded", "true"));
  await mustLab("stop", "lvs1");
  await expect(owner()).toHaveText("lvs2");
  await expect(page.getByTestId("event-row").filter({ hasText: "MASTER" }).first()).toBeVisible();
  await mustLab("start", "lvs1");
  await expect(owner()).toHaveText("lvs1");
  await expect(page.locator("body")).toHaveAttribute("data-not-reloaded", "true");
});

test("without the hub nothing stays green, and the page comes back by itself", async () => {
  expect(complaints).toEqual([]);
  await mustLab("stop", "hub", "--kill");
  await expect(page.getByTestId("link-lost")).toBeVisible();
  await expect(page.getByTestId("vip-verdict")).toHaveAttribute("data-verdict", "unknown");
  expect((await labStatus()).vip.holders).toEqual(["lvs1"]);
  await mustLab("start", "hub");
  await expect(page.getByTestId("link-lost")).toBeHidden({ timeout: 60_000 });
  await expect(owner()).toHaveText("lvs1");
});
