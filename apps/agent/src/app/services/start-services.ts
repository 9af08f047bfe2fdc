import type { ConfigModel } from "@baton/shared/config/model.ts";
import { CONFIRM_EVERY_MS } from "@baton/shared/contract/lease.ts";
import type { ChildWork } from "../child.ts";
import { LoadBalancer } from "./load-balancer.ts";
import { createMarkKeeper } from "./mark-keeper.ts";
import { runWeightCommand } from "./run-command.ts";
import type { ServicesContext, ServicesDeps } from "./services-deps.ts";
import { createSpeakers } from "./speakers.ts";

/**
 * The director's load balancing: checks the real servers and keeps the kernel's IPVS table in step with what is
 * found. Without IPVS it goes on checking, and takes the table up as soon as the kernel has one.
 */
export const startServices = async (
  context: ServicesContext,
  file: ConfigModel,
  deps: ServicesDeps,
): Promise<Required<Pick<ChildWork, "command" | "reload" | "stop">>> => {
  const speakers = createSpeakers(context, deps, file);
  const { log, onFailure } = speakers;
  const balancer = new LoadBalancer(context, deps, speakers);
  const marks = createMarkKeeper({
    runNft: deps.runNft,
    now: deps.clock.monotonic,
    memory: deps.memory,
    log,
    tell: (text) => onFailure(text, { operation: "nftables_ipvs" }),
  });
  const model = marks.take(file);
  let timer: NodeJS.Timeout | null = null;

  const refresh = async (): Promise<void> => {
    const began = deps.clock.monotonic();
    await balancer.refresh();
    if (balancer.isStopping) return;
    await marks.retry();
    const took = deps.clock.monotonic() - began;
    // One that takes long leaves the checks as much time as it had itself, a second at most.
    const pause = Math.max(CONFIRM_EVERY_MS - took, Math.min(took, CONFIRM_EVERY_MS));
    timer = setTimeout(() => void refresh(), pause);
  };

  if (model.virtualServers.some(({ onlyWhileMaster }) => onlyWhileMaster)) await balancer.vips.start();
  const found = await balancer.keeper.look();
  if (model.globals.ipvs?.flushAtStart) balancer.keeper.adopt();
  balancer.watch(model, found.ok ? found.table : null);
  await balancer.bring();
  await marks.settle();
  balancer.tellStart(file.globals.notifyAtStart === true);
  // The table stands, and the election waits for nothing else: what is told of it comes after that.
  timer = setTimeout(() => void refresh(), 0);

  return {
    command: (command) => {
      const { weights, serverOf, adjust } = balancer;
      void runWeightCommand({ weights, serverOf, adjust, wall: deps.clock.wall }, command).then(context.result);
    },
    reload: (next) => {
      balancer.reload(marks.take(next));
      void marks.settle();
    },
    stop: async () => {
      if (timer) clearTimeout(timer);
      await Promise.all([balancer.stop(), marks.clear()]);
    },
  };
};
