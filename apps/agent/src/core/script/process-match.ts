import type { TrackProcess } from "@baton/shared/config/model-track.ts";

/** Which running programs a vrrp_track_process means. Pure. */

export interface RunningProgram {
  /** The kernel's name, at most 15 bytes. */
  readonly comm: string;
  /** Empty for kernel threads. */
  readonly argv: readonly string[];
}

const COMM_BYTES = 15;

const baseName = (path: string): string => path.slice(path.lastIndexOf("/") + 1);

/** A name without a slash stands for the program wherever it lies. */
const sameProgram = (wanted: string, actual: string): boolean =>
  wanted.includes("/") ? wanted === actual : wanted === baseName(actual);

/** Every argument given must be there in its place; with `partial` the last one may go on. */
const sameArguments = (match: TrackProcess["match"], wanted: readonly string[], actual: readonly string[]): boolean => {
  if (match === "exact" ? actual.length !== wanted.length : actual.length < wanted.length) return false;
  return wanted.every((argument, i) => {
    const last = i === wanted.length - 1;
    return match === "partial" && last ? actual[i]?.startsWith(argument) === true : actual[i] === argument;
  });
};

export const matchesProcess = (
  { argv, match }: Pick<TrackProcess, "argv" | "match">,
  program: RunningProgram,
): boolean => {
  const [wanted, ...wantedArguments] = argv;
  const [actual, ...actualArguments] = program.argv;
  if (match === "name") {
    if (wanted.includes("/")) return actual !== undefined && actual === wanted;
    return program.comm === wanted.slice(0, COMM_BYTES);
  }
  if (actual === undefined || !sameProgram(wanted, actual)) return false;
  return sameArguments(match, wantedArguments, actualArguments);
};

/** At least the quorum, and no more than quorum_max. */
export const isEnough = ({ quorum, quorumMax }: Pick<TrackProcess, "quorum" | "quorumMax">, count: number): boolean =>
  count >= quorum && (quorumMax === null || count <= quorumMax);
