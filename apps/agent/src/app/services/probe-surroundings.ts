import type { ConfigModel } from "@baton/shared/config/model.ts";
import type { ProbeSurroundings } from "../../ports/prober.ts";

/** What the checkers of a configuration need beside themselves. Of the track_files, those that some FILE_CHECK follows. */
export const probeSurroundings = ({
  trackFiles = [],
  bfdInstances = [],
  virtualServers,
  globals,
}: ConfigModel): ProbeSurroundings => {
  const whole = { certificate: globals.clientCertificate ?? null, bfdSessions: bfdInstances.map(({ name }) => name) };
  if (trackFiles.length === 0) return whole;
  const names = new Set<string>();
  for (const { realServers } of virtualServers) {
    for (const { checkers } of realServers) {
      for (const checker of checkers) if (checker.kind === "FILE_CHECK") names.add(checker.file);
    }
  }
  return { ...whole, trackFiles: trackFiles.filter(({ name }) => names.has(name)) };
};
