import AxeBuilder from "@axe-core/playwright";
import { expect, type Page } from "@playwright/test";

/** Made by the global set-up, for all files of a run and for the worker that takes over after a failed test. */
export const PASSWORD_VARIABLE = "BATON_BROWSER_PASSWORD";

/** The first administrator, whom dashboard.spec.ts makes; files run in the order of their names. */
export const administrator = () => ({ name: "operator-1", password: process.env[PASSWORD_VARIABLE] ?? "" });

interface Credentials {
  readonly name: string;
  readonly password: string;
}

/** Through the log-in page to the overview. Pressed again, as a person would, when the hub could not be reached. */
export const logIn = async (page: Page, { name, password }: Credentials): Promise<void> => {
  await page.goto("/login");
  await page.locator("input[autocomplete=username]").fill(name);
  await page.locator("input[type=password]").fill(password);
  await press(page);
};

/** Presses the form's button until the overview is there. */
export const press = async (page: Page): Promise<void> => {
  const submit = page.locator("button[type=submit]");
  await expect(async () => {
    if (await submit.isVisible()) await submit.click();
    await expect(page.getByTestId("vip-owner")).toBeVisible({ timeout: 20_000 });
  }).toPass({ timeout: 180_000 });
};

/** The accessibility faults of the page, one line each. */
export const scan = async (page: Page): Promise<string[]> => {
  const { violations } = await new AxeBuilder({ page })
    .withTags(["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"])
    .analyze();
  return violations.map(({ id, nodes }) => `${id}: ${nodes.map((node) => node.target.join(" ")).join(", ")}`);
};
