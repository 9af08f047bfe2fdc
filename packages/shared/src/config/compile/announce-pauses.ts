import { fromSeconds } from "../../base/duration.ts";
import type { BoundBlock } from "../bind.ts";
import type { AnnouncePause, AnnouncePauses } from "../model-vrrp.ts";
import { entriesOf, entryOf, numberOf } from "./reader.ts";

const pauseOf = (block: BoundBlock | null, prefix: string): AnnouncePause => ({
  arp: fromSeconds(numberOf(block, `${prefix}garp_interval`) ?? 0),
  neighbor: fromSeconds(numberOf(block, `${prefix}gna_interval`) ?? 0),
});

const isNone = ({ arp, neighbor }: AnnouncePause): boolean => arp === 0 && neighbor === 0;

const interfacesOf = (group: BoundBlock | null): readonly string[] => [
  ...entriesOf(group, "interface").flatMap(({ args }) => args[0]?.value ?? []),
  ...(entryOf(group, "interfaces")?.block?.lines ?? []).flatMap(({ words }) => words.map(({ value }) => value)),
];

/** How far apart gratuitous ARPs and neighbour advertisements have to be; absent: a burst leaves at once. */
export const compileAnnouncePauses = (
  root: BoundBlock,
  globals: BoundBlock | null,
): { readonly announcePauses?: AnnouncePauses } => {
  const each = pauseOf(globals, "vrrp_");
  const groups = entriesOf(root, "garp_group").map(({ block }) => ({
    ...pauseOf(block, ""),
    interfaces: interfacesOf(block),
  }));
  return isNone(each) && groups.every(isNone) ? {} : { announcePauses: { each, groups } };
};
