import type { MysqlCheck } from "@baton/shared/config/model-checks.ts";
import { type Look, replicationFact } from "../../mysql/replication.ts";
import type { ProbeOutcome } from "../probe-outcome.ts";

type Requirements = Pick<MysqlCheck, "requireWritable" | "requireReplication" | "maxLag" | "weightByLag">;

const bad = (reason: string): ProbeOutcome => ({ ok: false, kind: "answer", reason });

/**
 * Whether a server that answered does what is required of it. A lag that can't be told is no lag for the weight where
 * the server is no replica, and the longest where its replication stands still. `otherWriter`: a server that must not
 * take writes beside this one, and does.
 */
export const judgeMysql = (check: Requirements, look: Look, otherWriter: string | null = null): ProbeOutcome => {
  const fact = replicationFact("server", look);
  if (check.requireWritable && fact.readOnly !== false) {
    return bad(fact.readOnly === null ? "whether it can be written is not known" : "the server is read only");
  }
  if (otherWriter !== null) return bad(`${otherWriter} takes writes too`);
  const isReplica = look.rows !== null && look.rows.length > 0;
  if (check.requireReplication && fact.problem !== null) return bad(fact.problem);
  const lag = fact.lagSeconds;
  if (check.maxLag !== null && (lag === null || lag > check.maxLag)) {
    const what = lag === null ? (fact.problem ?? "the lag is not known") : `replication lag ${lag} s`;
    return bad(`${what}; at most ${check.maxLag} s are allowed`);
  }
  if (!check.weightByLag) return { ok: true };
  return { ok: true, lagSeconds: lag ?? (isReplica ? check.weightByLag.zeroFrom : 0) };
};
