import type { CommandResult } from "@baton/shared/contract/commands.ts";
import type { Clock } from "../ports/clock.ts";
import type { CommandDesk, Order } from "./command-desk.ts";

/** Sends a command and waits for its result until the command's deadline; null when none came. */
export const askAgent = (
  { commands, clock }: { readonly commands: CommandDesk; readonly clock: Clock },
  order: Order,
): Promise<CommandResult | null> =>
  new Promise((resolve) => {
    const cancel = clock.wakeAt(order.deadline, () => resolve(null));
    commands.send(order, (result) => {
      cancel();
      resolve(result);
    });
  });
