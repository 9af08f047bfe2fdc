/** One thing that another file would change, where it is felt, in a sentence. */
export interface PlannedChange {
  /** wire: VRRP adverts; addresses: on interfaces; table: IPVS; checks: probes; scripts: scripts and pipes. */
  readonly where: "wire" | "addresses" | "table" | "checks" | "scripts";
  readonly sentence: string;
}
