import type { ConfigModel } from "@baton/shared/config/model.ts";
import type { ProbeSurroundings } from "../../ports/prober.ts";

/** What the checkers of a configuration need beside themselves. Of the track_files, those that some FILE_CHECK follows. */
export const probeSurroundings = ({ trackFiles = [], virtualServers, globals }: ConfigModel): ProbeSurroundings => {
  const certificate = globals.clientCertificate ?? null;
  if (trackFiles.length === 0) return { certificate };
  const names = new Set<string>();
  for (const { realServers } of virtualServers) {
    for (const { checkers } of realServers) {
      for (const checker of checkers) if (checker.kind === "FILE_CHECK") names.add(checker.file);
    }
  }
  return { certificate, trackFiles: trackFiles.filter(({ name }) => names.has(name)) };
};
