import { interopWithKeepalived } from "./interop.ts";
import { table } from "./table.ts";

/** `npm run interop`: Baton against other VRRP routers, as a table. The exit status is 1 when a case fails. */
try {
  const result = await interopWithKeepalived();
  process.stdout.write(
    `${table(result)}\n${result.cases.length - result.faults.size} of ${result.cases.length} pass\n`,
  );
  if (result.faults.size > 0) process.exitCode = 1;
} catch (error) {
  process.stderr.write(`interop: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
