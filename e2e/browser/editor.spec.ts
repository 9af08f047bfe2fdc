import { expect, type Page, test } from "@playwright/test";
import { administrator, logIn, scan } from "./person.ts";

/** The configuration editor. Nothing of it needs the lab but the log-in: its texts stay in the browser. */
test.describe.configure({ mode: "serial" });

let page: Page;

test.beforeAll(async ({ browser }) => {
  page = await (await browser.newContext()).newPage();
  await logIn(page, administrator());
  await page.getByTestId("config-link").click();
  await expect(editor()).toBeVisible();
});

test.afterAll(async () => {
  await page.context().close();
});

/** Of the side that is shown. */
const editor = () => page.locator('[data-testid="config-editor"]:visible');
const problem = (code: string) => page.locator(`[data-testid="config-diagnostic"][data-code="${code}"]:visible`);

const write = async (text: string): Promise<void> => {
  await editor().locator(".cm-content").click();
  await page.keyboard.press("ControlOrMeta+a");
  await page.keyboard.press("Delete");
  // As pasted: typing would close brackets and indent by itself.
  await page.keyboard.insertText(text);
};

test("a mistake is marked in the text, listed, and taken away by one click", async () => {
  await write("vrrp_instance V {\n    prioritty 90\n}\n");
  await expect(problem("config.unknown-keyword")).toBeVisible();
  await expect(editor().locator(".cm-lintRange-error", { hasText: "prioritty" })).toBeVisible();
  await problem("config.unknown-keyword").getByRole("button", { name: "Change to priority" }).click();
  await expect(problem("config.unknown-keyword")).toHaveCount(0);
  await expect(editor().locator(".cm-content")).toContainText("priority 90");
});

test("a keyword is explained where the pointer rests on it", async () => {
  await editor().getByText("priority", { exact: false }).last().hover();
  await expect(page.locator(".cm-tooltip-hover")).toContainText("priority");
  await page.mouse.move(0, 0);
});

test("completion offers what may stand at the cursor", async () => {
  await write("vrrp_instance V {\n    virtual_rou");
  await page.keyboard.press("Control+Space");
  const offered = page.locator(".cm-completionLabel").getByText("virtual_router_id", { exact: true });
  await offered.click();
  await expect(editor().locator(".cm-content")).toContainText("virtual_router_id");
  await expect(offered).toBeHidden();
});

test("the example's two sides fit together, and a change of one is named", async () => {
  await page.getByTestId("config-example").click();
  await page.getByTestId("config-tab-B").click();
  await page.getByTestId("config-example").click();
  const pair = page.getByTestId("config-pair");
  await expect(pair).toContainText("The two fit together.");
  const text = (await editor().locator(".cm-content .cm-line").allTextContents()).join("\n");
  // A longer text is drawn only where it is looked at; the instance stands at its beginning.
  const [head = ""] = text.split("virtual_server");
  await write(head.replace(/virtual_router_id\s+\d+/, "virtual_router_id 77"));
  await expect(pair.locator('[data-code="pair.vrid"]')).toBeVisible();
  await page.getByTestId("config-tab-A").click();
});

test("old spellings are rewritten, each with its reason", async () => {
  await expect(problem("config.nb-get-retry").first()).toBeVisible();
  await page.getByTestId("config-modernise").click();
  await expect(page.getByTestId("config-modernised")).toContainText("nb_get_retry 3");
  await expect(problem("config.nb-get-retry")).toHaveCount(0);
});

test("no accessibility fault in the editor, in English and Chinese", async () => {
  expect(await scan(page)).toEqual([]);
  await page.getByTestId("language-switch").selectOption({ index: 1 });
  await expect(page.locator("html")).toHaveAttribute("lang", /^zh/);
  await write("nonsense 1\n");
  await expect(problem("config.unknown-keyword")).toContainText(/[\u4e00-\u9fff]/);
  expect(await scan(page)).toEqual([]);
  await page.getByTestId("language-switch").selectOption({ index: 0 });
});
