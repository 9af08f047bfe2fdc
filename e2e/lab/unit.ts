import type { LabProcess } from "./processes.ts";

/** One thing of the lab that can be stopped and started by name: an agent, a MariaDB, the hub. */
export interface Unit {
  /** "lvs1", "mariadb-db1", "hub". */
  readonly name: string;
  readonly logFile: string;
  /** Resolves when the unit does its work. */
  start(): Promise<void>;
  /** Resolves with the milliseconds it took to end; 0 when it did not run. */
  stop(signal?: NodeJS.Signals): Promise<number>;
  process(): LabProcess | null;
}
