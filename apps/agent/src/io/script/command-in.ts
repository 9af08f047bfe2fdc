import type { ReadyCommand } from "./run-command.ts";

/** The command in another network namespace: only root may go there, so its account is taken on the way. */
export const commandIn = (namespace: string, { file, args, uid, gid }: ReadyCommand): ReadyCommand => ({
  file: "ip",
  args: [
    ...["netns", "exec", namespace],
    ...["setpriv", `--reuid=${uid}`, `--regid=${gid}`, "--clear-groups", "--", file],
    ...args,
  ],
  uid: 0,
  gid: 0,
});
