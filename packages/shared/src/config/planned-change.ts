/** One thing that another file would change, where it is felt, in a sentence. */
export interface PlannedChange {
  /** wire: VRRP adverts; addresses: on interfaces; table: IPVS; checks: probes; scripts: scripts, pipes and other files beside the configuration. */
  readonly where: "wire" | "addresses" | "table" | "checks" | "scripts";
  readonly sentence: string;
}
