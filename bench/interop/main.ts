import { hasFrr } from "./frr.ts";
import { interopWithFrr, interopWithKeepalived } from "./interop.ts";
import { table } from "./table.ts";

/** `npm run interop`: Baton against other VRRP routers, as a table. The exit status is 1 when a case fails. */
try {
  const results = [await interopWithKeepalived()];
  if (hasFrr()) results.push(await interopWithFrr());
  else process.stderr.write("FRR is not installed; its cases are left out\n");
  const failed = results.reduce((sum, { faults }) => sum + faults.size, 0);
  const total = results.reduce((sum, { cases }) => sum + cases.length, 0);
  process.stdout.write(`${table(results)}\n${total - failed} of ${total} pass\n`);
  if (failed > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`interop: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
