import { fromSeconds } from "../../base/duration.ts";
import type { BoundBlock, BoundEntry } from "../bind.ts";
import type { Token } from "../lexer.ts";
import type { GlobalDefs } from "../model.ts";
import type { MailSettings } from "../model-mail.ts";
import { type Complaints, entriesOf, entryOf, flagOf, numberOf } from "./reader.ts";

/** One word, with nothing that could end a line of SMTP or begin another address. */
const ADDRESS = /^[^\s<>"',;:\\@]{1,64}(?:@[\w.[\]:-]{1,253})?$/;
const HOST = /^[\w.:-]{1,253}$/;
const HELO = /^[\w.:[\]-]{1,253}$/;
const DEFAULT_TIMEOUT = 30;
const SMTP_PORT = 25;
const MAX_PORT = 65_535;
const MAX_RECIPIENTS = 100;

const matching = (token: Token, shape: RegExp, what: string, say: Complaints): string | null => {
  if (shape.test(token.value)) return token.value;
  say.error(token, "config.bad-value", `'${token.value.slice(0, 60)}' is not ${what}`);
  return null;
};

const wordOf = (globals: BoundBlock | null, name: string, shape: RegExp, what: string, say: Complaints) => {
  const token = entryOf(globals, name)?.args[0];
  return token ? matching(token, shape, what, say) : null;
};

const serverOf = (globals: BoundBlock | null, say: Complaints): MailSettings["server"] => {
  const [host, port] = entryOf(globals, "smtp_server")?.args ?? [];
  const number = port ? Number(port.value) : SMTP_PORT;
  if (port && !(Number.isInteger(number) && number >= 1 && number <= MAX_PORT))
    say.error(port, "config.bad-value", `'${port.value.slice(0, 60)}' is not a port`);
  const name = host ? matching(host, HOST, "the name or address of a host", say) : null;
  return { host: name ?? "127.0.0.1", port: number };
};

const nameOf = ({ value }: BoundEntry): string => (typeof value === "string" ? value : "");

/** Those whose own smtp_alert says so, or the default of all. */
const instancesOf = (root: BoundBlock, byDefault: boolean): readonly string[] =>
  entriesOf(root, "vrrp_instance")
    .filter((entry) => flagOf(entry.block, "smtp_alert") ?? byDefault)
    .map(nameOf);

const membersOf = (group: BoundEntry): readonly string[] =>
  entriesOf(group.block, "group").flatMap((entry) =>
    (entry.block?.lines ?? []).flatMap(({ words }) => words.map(({ value }) => value)),
  );

const groupsOf = (root: BoundBlock, byDefault: boolean): MailSettings["groups"] =>
  entriesOf(root, "vrrp_sync_group")
    .filter((entry) => flagOf(entry.block, "smtp_alert") ?? byDefault)
    .map((entry) => ({ name: nameOf(entry), members: membersOf(entry) }));

/** Everything about mail in global_defs. Nobody is written to without a notification_email. */
export const compileMail = (
  root: BoundBlock,
  globals: BoundBlock | null,
  say: Complaints,
): Pick<GlobalDefs, "mail"> => {
  const tokens = entriesOf(globals, "notification_email").flatMap(
    ({ block }) => block?.lines.flatMap(({ words }) => words.slice(0, 1)) ?? [],
  );
  const [first, ...more] = tokens.flatMap((token) => matching(token, ADDRESS, "a mail address", say) ?? []);
  const extra = tokens[MAX_RECIPIENTS];
  if (extra) say.error(extra, "config.bad-value", `more than ${MAX_RECIPIENTS} recipients`);
  const everything = flagOf(globals, "smtp_alert");
  const vrrp = flagOf(globals, "smtp_alert_vrrp") ?? everything ?? false;
  const checkers = flagOf(globals, "smtp_alert_checker") ?? everything;
  const settings = {
    from: wordOf(globals, "notification_email_from", ADDRESS, "a mail address", say),
    server: serverOf(globals, say),
    connectTimeout: fromSeconds(numberOf(globals, "smtp_connect_timeout") || DEFAULT_TIMEOUT),
    helo: wordOf(globals, "smtp_helo_name", HELO, "a name to say in HELO", say),
    instances: instancesOf(root, vrrp),
    groups: groupsOf(root, vrrp),
    withoutFaults: entryOf(globals, "no_email_faults") !== null,
    quorumsByDefault: checkers ?? false,
    serversByDefault: checkers ?? true,
  };
  return first === undefined ? {} : { mail: { recipients: [first, ...more], ...settings } };
};
