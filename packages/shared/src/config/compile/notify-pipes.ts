import type { BoundBlock, BoundEntry } from "../bind.ts";
import type { GlobalDefs } from "../model.ts";
import type { FifoReader, NotifyPipe } from "../model-track.ts";
import { type Complaints, entriesOf, entryOf } from "./reader.ts";
import { compileNotifyLine, compileUser } from "./script-command.ts";

type Keyword = "notify_fifo" | "vrrp_notify_fifo" | "lvs_notify_fifo";

const pathOf = (entry: BoundEntry | null): string | undefined => entry?.args[0]?.value;

const pipesOf = (globals: BoundBlock | null, keyword: Keyword, say: Complaints): readonly NotifyPipe[] =>
  entriesOf(globals, keyword).flatMap(({ args }) => {
    const [path, ...account] = args;
    const user = compileUser(account, say);
    return path ? [{ path: path.value, ...(user ? { user } : {}) }] : [];
  });

/** One that is named twice is opened once, and has the account of the first line. */
const distinct = (pipes: readonly NotifyPipe[]): readonly NotifyPipe[] =>
  [...new Map(pipes.toReversed().map((pipe) => [pipe.path, pipe])).values()].toReversed();

/** A program for a pipe that nobody names has nothing to read. */
const readersOf = (globals: BoundBlock | null, keywords: readonly Keyword[], say: Complaints): readonly FifoReader[] =>
  keywords.flatMap((keyword) => {
    const script = entryOf(globals, `${keyword}_script`);
    const command = compileNotifyLine(script, say);
    const path = pathOf(entryOf(globals, keyword));
    if (script && path === undefined)
      say.warning(
        script.keyword,
        "config.no-effect",
        `'${keyword}_script' is never started: there is no '${keyword}' to read`,
      );
    return command && path !== undefined ? [{ path, command }] : [];
  });

/** Two readers of one pipe would each have half of the lines: one for VRRP reads what the checkers write as well. */
const lvsReadersOf = (
  globals: BoundBlock | null,
  others: readonly FifoReader[],
  say: Complaints,
): readonly FifoReader[] =>
  readersOf(globals, ["lvs_notify_fifo"], say).filter(({ path }) => {
    const taken = path === pathOf(entryOf(globals, "notify_fifo")) || others.some((other) => other.path === path);
    const script = entryOf(globals, "lvs_notify_fifo_script");
    if (taken && script)
      say.warning(
        script.keyword,
        "config.no-effect",
        `'lvs_notify_fifo_script' is not started: ${path.slice(0, 200)} is the pipe of another keyword, whose reader reads it`,
      );
    return !taken;
  });

type NotifyPipes = Pick<GlobalDefs, "vrrpFifos" | "vrrpFifoReaders" | "lvsFifos" | "lvsFifoReaders">;

/** notify_fifo hears of everything, the other two of VRRP and of the checkers. */
export const compileNotifyPipes = (globals: BoundBlock | null, say: Complaints): NotifyPipes => {
  const common = pipesOf(globals, "notify_fifo", say);
  const vrrpFifos = distinct([...common, ...pipesOf(globals, "vrrp_notify_fifo", say)]);
  const lvsFifos = distinct([...common, ...pipesOf(globals, "lvs_notify_fifo", say)]);
  const vrrpFifoReaders = readersOf(globals, ["notify_fifo", "vrrp_notify_fifo"], say);
  const lvsFifoReaders = lvsReadersOf(globals, vrrpFifoReaders, say);
  return {
    ...(vrrpFifos.length > 0 ? { vrrpFifos } : {}),
    ...(vrrpFifoReaders.length > 0 ? { vrrpFifoReaders } : {}),
    ...(lvsFifos.length > 0 ? { lvsFifos } : {}),
    ...(lvsFifoReaders.length > 0 ? { lvsFifoReaders } : {}),
  };
};
