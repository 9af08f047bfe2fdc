import type { ConfigModel } from "@baton/shared/config/model.ts";
import type { ScriptSettings } from "@baton/shared/config/model-track.ts";
import { type Announcer, createAnnouncer } from "./announcer.ts";
import { type ChangeTeller, createChangeTeller } from "./change-teller.ts";
import { createNotifier } from "./notifier.ts";
import { probeSurroundings } from "./probe-surroundings.ts";
import type { ServicesContext, ServicesDeps } from "./services-deps.ts";

/** What this process says, and to whom: log and events, scripts and pipes. */
export interface Speakers {
  readonly log: Announcer["log"];
  readonly tell: Announcer["tell"];
  readonly teller: ChangeTeller;
  /** Something of IPVS could not be done. */
  readonly onFailure: (text: string, data: Readonly<Record<string, string>>) => void;
  /** How scripts are run, and which, from now on. */
  readonly follow: (model: ConfigModel) => void;
  /** Says what was held back so far. */
  readonly close: () => void;
}

const NO_SCRIPT_SETTINGS: ScriptSettings = { security: false, user: null };

const scriptsOf = (model: ConfigModel): ScriptSettings => model.globals.scripts ?? NO_SCRIPT_SETTINGS;

export const createSpeakers = (
  { log, event }: Pick<ServicesContext, "log" | "event">,
  deps: Pick<ServicesDeps, "clock" | "prepareFor" | "helper" | "prober">,
  first: ConfigModel,
): Speakers => {
  const { monotonic: now, wall } = deps.clock;
  const announcer = createAnnouncer({ log, event, now, wall });
  const notifier = createNotifier({ now, ...announcer }, deps.prepareFor(scriptsOf(first)));
  const teller = createChangeTeller(notifier, deps.helper);
  const point = (model: ConfigModel): void => {
    deps.prober.configure(scriptsOf(model), probeSurroundings(model));
    teller.follow(model.globals);
  };
  point(first);
  return {
    log: announcer.log,
    tell: announcer.tell,
    teller,
    onFailure: (text, data) =>
      announcer.tell({ kind: "ipvs.failed", severity: "critical", subject: "ipvs", text, data }),
    follow: (model) => {
      notifier.configure(deps.prepareFor(scriptsOf(model)));
      point(model);
    },
    close: announcer.close,
  };
};
