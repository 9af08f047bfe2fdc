import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";
import * as z from "zod";
import { speak } from "../vm/speech.ts";
import type { Lab } from "./lab.ts";
import { listNamespaces, namespacePids } from "./network.ts";
import { holders } from "./observe.ts";
import { LAB_ID, runtimeDir } from "./paths.ts";
import { NAMESPACE_ROLES, namespaceName, VIP } from "./topology.ts";

const statusFileSchema = z.object({
  url: z.string(),
  hubDir: z.string(),
  units: z.array(z.object({ name: z.string(), log: z.string() })),
});

const statusFile = (labId: string): string => path.join(runtimeDir(labId), "status.json");

export const writeStatus = (lab: Lab, url: string): Promise<void> =>
  writeFile(
    statusFile(lab.id),
    JSON.stringify({
      url,
      hubDir: path.dirname(lab.hub.logFile),
      units: lab.units.map((unit) => ({ name: unit.name, log: unit.logFile })),
    }),
  );

export interface LabStatus {
  readonly running: boolean;
  readonly url: string | null;
  /** Until the first administrator exists. */
  readonly setupLink: string | null;
  readonly vip: { readonly address: string; readonly holders: readonly string[] };
  readonly namespaces: readonly { readonly name: string; readonly processes: number }[];
  readonly units: readonly { readonly name: string; readonly log: string }[];
}

const NOT_RUNNING: LabStatus = {
  running: false,
  url: null,
  setupLink: null,
  vip: { address: VIP, holders: [] },
  namespaces: [],
  units: [],
};

/** What is true now in this kernel, asked of the kernel. */
export const readStatus = async (): Promise<LabStatus> => {
  const text = await readFile(statusFile(LAB_ID), "utf8").catch(() => null);
  const present = await listNamespaces(LAB_ID);
  if (text === null || present.length < NAMESPACE_ROLES.length) return NOT_RUNNING;
  const file = statusFileSchema.parse(JSON.parse(text));
  const link = await readFile(path.join(file.hubDir, "data", "setup-link"), "utf8").catch(() => "");
  const namespaces = await Promise.all(
    NAMESPACE_ROLES.map(async (role) => ({
      name: namespaceName(LAB_ID, role),
      processes: (await namespacePids(namespaceName(LAB_ID, role))).length,
    })),
  );
  return {
    running: true,
    url: file.url,
    setupLink: link.trim() || null,
    vip: { address: VIP, holders: await holders(LAB_ID) },
    namespaces,
    units: file.units,
  };
};

export const statusText = (status: LabStatus): string => {
  if (!status.running) return speak("no lab is running; start one with: bin/baton lab up");
  const lines = [
    `dashboard    ${status.url}`,
    ...(status.setupLink === null ? [] : [`first log-in ${status.setupLink}`]),
    `VIP          ${status.vip.address} on ${status.vip.holders.join(" and ") || speak("no director")}`,
    ...status.namespaces.map(({ name, processes }) => `namespace    ${name}, ${processes} processes`),
    ...status.units.map(({ name, log }) => `unit         ${name}, log ${log}`),
  ];
  return lines.map(speak).join("\n");
};
