import { isDeepStrictEqual } from "node:util";
import type { BfdInstance } from "@baton/shared/config/model-bfd.ts";
import { demultiplex, freshDiscriminator } from "../../core/bfd/demultiplex.ts";
import { decodeBfd } from "../../core/bfd/packet.ts";
import { BfdListeners, type OpenBfdListener } from "./bfd-listeners.ts";
import { RunningBfd, type RunningBfdDeps } from "./running-bfd.ts";

export interface BfdDeps extends RunningBfdDeps {
  readonly openListener: OpenBfdListener;
}

/** Runs the sessions of all bfd_instances on this host's sockets. */
export interface BfdDesk {
  /** Sessions that stay as they were are not disturbed. */
  follow(instances: readonly BfdInstance[]): void;
  /** Tells every neighbour that the session is shut down; resolves when it has been said. */
  stop(): Promise<void>;
}

const sameInstance = (a: BfdInstance, b: BfdInstance): boolean =>
  isDeepStrictEqual({ ...a, range: null }, { ...b, range: null });

export const createBfdDesk = (deps: BfdDeps): BfdDesk => {
  const sessions = new Map<string, RunningBfd>();

  const hear = (bytes: Uint8Array, source: string, multihop: boolean): void => {
    const packet = decodeBfd(bytes);
    if (packet) demultiplex(sessions.values(), packet, source, multihop)?.hear(packet);
  };

  const listeners = new BfdListeners({ open: deps.openListener, hear, log: deps.log });

  const listen = (): void => listeners.follow([...sessions.values()].map(({ instance }) => instance));

  const start = (instance: BfdInstance): void => {
    const used = new Set([...sessions.values()].map(({ discriminator }) => discriminator));
    sessions.set(instance.name, new RunningBfd(instance, freshDiscriminator(used, deps.random), deps));
  };

  const end = (running: RunningBfd): Promise<void> => {
    sessions.delete(running.instance.name);
    return running.end();
  };

  return {
    follow: (instances) => {
      const wanted = new Map(instances.map((instance) => [instance.name, instance]));
      for (const running of [...sessions.values()]) {
        const next = wanted.get(running.instance.name);
        if (!next || !sameInstance(next, running.instance)) void end(running);
      }
      for (const instance of instances) if (!sessions.has(instance.name)) start(instance);
      listen();
    },
    stop: async () => {
      const ends = [...sessions.values()].map(end);
      listen();
      await Promise.all(ends);
    },
  };
};
