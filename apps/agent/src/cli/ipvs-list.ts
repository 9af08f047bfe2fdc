import type { Command } from "commander";
import { printTable } from "../core/ipvs/print.ts";
import type { ActualTable, IpvsInfo } from "../core/ipvs/table.ts";
import { createKernelTable } from "../io/netlink-ipvs/kernel-table.ts";
import { loadIpvsModule } from "../io/netlink-ipvs/load-module.ts";
import type { KernelTable, KernelTableError } from "../ports/kernel-table.ts";
import { EXIT } from "./exit-codes.ts";
import { complain } from "./output.ts";
import type { Speech } from "./speech.ts";

/** The table and its header, after one try to load the module where it is missing. */
const readAll = async (
  kernel: KernelTable,
): Promise<{ info: IpvsInfo; table: ActualTable } | { error: KernelTableError }> => {
  let info = await kernel.info();
  if (!info.ok && info.error.code === "ipvs.missing") {
    await loadIpvsModule();
    info = await kernel.info();
  }
  if (!info.ok) return { error: info.error };
  const table = await kernel.read();
  return table.ok ? { info: info.value, table: table.value } : { error: table.error };
};

const asJson = (info: IpvsInfo, table: ActualTable): string => {
  const services = [...table].map(([key, { service, traffic, destinations }]) => ({
    key,
    ...service,
    traffic,
    destinations: [...destinations.values()].map(({ destination, counts }) => ({ ...destination, ...counts })),
  }));
  return `${JSON.stringify({ ...info, services }, null, 2)}\n`;
};

const list = async ({ json }: { json?: boolean }, { hear }: Speech): Promise<void> => {
  const kernel = createKernelTable();
  try {
    const read = await readAll(kernel);
    if ("error" in read) {
      complain(hear(read.error.message));
      process.exitCode = read.error.code === "ipvs.denied" ? EXIT.noPermission : EXIT.system;
      return;
    }
    process.stdout.write(json ? asJson(read.info, read.table) : printTable(read.info, read.table));
  } finally {
    kernel.close();
  }
};

/** `baton ipvs list`: the kernel's table, read by netlink. When it can't be read: one sentence on stderr, and an exit code of exit-codes.ts. */
export const registerIpvs = (program: Command, speech: Speech): void => {
  program
    .command("ipvs")
    .description("the kernel's IPVS table")
    .command("list")
    .description("print the table in the layout of ipvsadm -ln")
    .option("--json", "print every field as JSON")
    .action((options: { json?: boolean }) => list(options, speech));
};
