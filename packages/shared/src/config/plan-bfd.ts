import type { ConfigModel } from "./model.ts";
import type { BfdInstance } from "./model-bfd.ts";
import type { PlannedChange } from "./planned-change.ts";

const wire = (sentence: string): PlannedChange => ({ where: "wire", sentence });
const kind = ({ neighbor, multihop }: BfdInstance): string =>
  multihop ? `with ${neighbor}, across routers` : `with ${neighbor}`;
/** Everything of a session but its place in the file. */
const text = ({ range: _range, ...rest }: BfdInstance): string => JSON.stringify(rest);

/** BFD sessions that begin, end, or begin anew with other settings. */
export const planBfd = (running: ConfigModel | null, wanted: ConfigModel): readonly PlannedChange[] => {
  const before = new Map(running?.bfdInstances?.map((session) => [session.name, session]));
  const changes = (wanted.bfdInstances ?? []).flatMap((session) => {
    const old = before.get(session.name);
    before.delete(session.name);
    if (!old) return [wire(`BFD session ${session.name} begins ${kind(session)}.`)];
    return text(old) === text(session) ? [] : [wire(`BFD session ${session.name} begins anew ${kind(session)}.`)];
  });
  return [
    ...[...before.values()].map((session) => wire(`BFD session ${session.name} ${kind(session)} ends.`)),
    ...changes,
  ];
};
