/** Agents confirm each source about this often, milliseconds. */
export const CONFIRM_EVERY_MS = 1000;
/** A fact whose source was silent for longer is shown as unknown. */
export const LEASE_MS = 4000;
