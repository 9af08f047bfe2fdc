import { buildBundles } from "./lib/bundles.mjs";
import { main } from "./lib/command.mjs";
import { generateClient } from "./lib/dependencies.mjs";

main(async () => {
  await generateClient();
  const built = await buildBundles({ force: process.argv.includes("--force") });
  process.stdout.write(`built: ${built.join(", ") || "nothing, all is up to date"}\n`);
});
