import { constants } from "node:os";

/** A finished child's status as a shell would give it. */
export const exitStatus = (code: number | null, signal: NodeJS.Signals | null): number =>
  code ?? 128 + (signal === null ? 0 : constants.signals[signal]);

/** 127 when the program is missing, 126 when it may not be executed. */
export const startFailureStatus = (error: NodeJS.ErrnoException): number => (error.code === "EACCES" ? 126 : 127);
