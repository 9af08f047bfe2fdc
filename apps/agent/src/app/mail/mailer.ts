import { errorText } from "@baton/shared/base/error-text.ts";
import type { ConfigModel } from "@baton/shared/config/model.ts";
import type { MailSettings } from "@baton/shared/config/model-mail.ts";
import type { AgentEvent } from "@baton/shared/contract/events.ts";
import { realServerKey } from "../../core/ipvs/key.ts";
import { virtualServerKey } from "../../core/ipvs/services-of.ts";
import { type GroupStates, type Letter, lettersAbout } from "../../core/mail/letter.ts";
import { EMPTY_MAIL, type MailEvent, stepMail } from "../../core/mail/mail-queue.ts";

export interface MailerDeps {
  readonly now: () => number;
  readonly host: string;
  readonly send: (settings: MailSettings, letter: Letter) => Promise<void>;
  readonly log: (text: string) => void;
}

/** Writes mails about events. */
export interface Mailer {
  configure(model: ConfigModel): void;
  event(event: AgentEvent): void;
  /** Resolves when nothing waits any more, or after `ms`. */
  finish(ms: number): Promise<void>;
}

/** smtp_alert of each virtual server and real server, by key. */
const alertsOf = ({ virtualServers, globals }: ConfigModel): ReadonlyMap<string, boolean> => {
  const { quorumsByDefault = false, serversByDefault = false } = globals.mail ?? {};
  return new Map(
    virtualServers.flatMap((service): (readonly [string, boolean])[] => {
      const key = virtualServerKey(service);
      return [
        [key, service.smtpAlert ?? quorumsByDefault],
        ...service.realServers.map(
          (server) => [realServerKey(key, server), server.smtpAlert ?? serversByDefault] as const,
        ),
      ];
    }),
  );
};

export const createMailer = (deps: MailerDeps): Mailer => {
  let model: ConfigModel | null = null;
  let alerts: ReadonlyMap<string, boolean> = new Map();
  let groups: GroupStates = new Map();
  let queue = EMPTY_MAIL;
  let timer: NodeJS.Timeout | null = null;
  let onIdle = (): void => {};

  const step = (event: MailEvent): void => {
    const { queue: next, actions } = stepMail(queue, event);
    queue = next;
    for (const action of actions) {
      if (action.type === "send") void send(action.letter);
      else deps.log(`Mail "${action.letter.subject}" is given up: ${action.reason}`);
    }
    arm();
  };

  const arm = (): void => {
    if (timer) clearTimeout(timer);
    timer = null;
    if (queue.waiting.length === 0) onIdle();
    else if (queue.nextAt !== null) {
      timer = setTimeout(() => step({ type: "tick", at: deps.now() }), Math.max(0, queue.nextAt - deps.now()));
    }
  };

  const send = async (letter: Letter): Promise<void> => {
    const settings = model?.globals.mail;
    try {
      if (settings) await deps.send(settings, letter);
      step({ type: "sent", at: deps.now() });
    } catch (error) {
      const reason = errorText(error);
      deps.log(`Mail "${letter.subject}" can't be sent: ${reason}`);
      step({ type: "failed", at: deps.now(), reason });
    }
  };

  return {
    configure: (next) => {
      model = next;
      alerts = alertsOf(next);
    },
    event: (event) => {
      if (!model) return;
      const { letters, groups: next } = lettersAbout(
        event,
        model,
        (key) => alerts.get(key) ?? false,
        groups,
        deps.host,
      );
      groups = next;
      for (const letter of letters) step({ type: "letter", letter, at: deps.now() });
    },
    finish: (ms) =>
      new Promise((resolve) => {
        onIdle = resolve;
        setTimeout(resolve, ms).unref();
        arm();
      }),
  };
};
