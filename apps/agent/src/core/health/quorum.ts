export interface QuorumSettings {
  readonly quorum: number;
  readonly hysteresis: number;
}

/**
 * Whether a virtual server has its quorum, by the weights of its servers in service: lost at no weight at all or
 * below quorum minus hysteresis, gained again at quorum plus hysteresis. Between the two nothing changes.
 */
export const stepQuorum = (has: boolean, liveWeight: number, { quorum, hysteresis }: QuorumSettings): boolean => {
  if (has) return liveWeight > 0 && liveWeight >= quorum - hysteresis;
  return liveWeight > 0 && liveWeight >= quorum + hysteresis;
};
