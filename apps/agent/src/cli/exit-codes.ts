/** The exit codes of `baton`; the same for every subcommand, and part of its interface. */
export const EXIT = {
  ok: 0,
  /** The configuration is broken, or the check that was asked for found errors. */
  invalid: 1,
  /** The command line could not be understood. */
  usage: 2,
  /** `status` found that something is not as it should be (as an LSB init script's status would say). */
  notRunning: 3,
  /** Another agent uses this state folder. */
  locked: 4,
  /** A capability is missing: CAP_NET_ADMIN or CAP_NET_RAW. */
  noPermission: 5,
  /** No agent answered at the control socket. */
  noAgent: 6,
  /** The agent refused the command or failed to carry it out. */
  refused: 7,
  /** The state folder, a kernel interface or something else of the system can't be used. */
  system: 8,
  /** `bin/baton`: not set up yet. */
  notSetUp: 69,
  /** A defect of Baton itself. */
  internal: 70,
} as const;

export const EXIT_HELP = `Exit codes:
  0  done                                  5  a capability is missing (not root)
  1  the configuration is broken           6  no agent answered at the control socket
  2  the command line is wrong             7  the agent refused or failed the command
  3  status: not as it should be           8  the state folder or the system can't be used
  4  another agent uses this state folder  70 a defect of Baton`;
