/** What a person reads goes to stdout, what went wrong to stderr. */
export const print = (text: string): void => void process.stdout.write(`${text}\n`);

export const complain = (text: string): void => void process.stderr.write(`baton: ${text}\n`);

/** Makes an option repeatable: `--vip A --vip B`. */
export const collect = (value: string, before: readonly string[] | undefined): readonly string[] => [
  ...(before ?? []),
  value,
];

export const DEFAULT_STATE_DIR = "/var/lib/baton";
