/** Keeps the tables from growing for ever. Each returns how many rows it has removed. */
export interface Housekeeper {
  /** All but the newest `kept` events. */
  readonly trimEvents: (kept: number) => Promise<number>;
  readonly trimAudit: (kept: number) => Promise<number>;
  readonly trimDrills: (kept: number) => Promise<number>;
  /** Sessions, enrolment tokens and invitations that are over. */
  readonly dropExpired: (at: number) => Promise<number>;
}
