/**
 * Node's own answer to SIGUSR1 is a debugger on a port that every user of the host may use. A process started with this
 * option never hears the signal; one without it must listen for it.
 */
export const NO_DEBUGGER = "--disable-sigusr1";

/**
 * Signals that mean something to the supervisor and reach its children only by the way: Ctrl-C and hang-up by the
 * terminal's process group, SIGUSR2 by `killall`.
 */
const NOT_FOR_CHILDREN = ["SIGINT", "SIGHUP", "SIGUSR2"] as const;

export const passOverSignals = (): void => {
  for (const signal of NOT_FOR_CHILDREN) process.on(signal, () => {});
};
