import { hostname } from "node:os";
import { isAbsolute, join, resolve } from "node:path";
import { err, ok, type Result } from "@baton/shared/base/result.ts";
import type { Role } from "@baton/shared/contract/agent-hub.ts";
import { ROLES } from "@baton/shared/contract/roles.ts";
import type { Endpoint } from "@baton/shared/net/endpoint.ts";
import { parseIpAddress } from "@baton/shared/net/ip-address.ts";
import { MAX_SOCKET_PATH } from "../io/control/control-server.ts";
import type { AgentSettings, HubSettings } from "../ports/settings.ts";

/** The options of `baton agent run` as they were typed. */
export interface RawSettings {
  readonly config?: string | undefined;
  readonly stateDir: string;
  readonly name?: string | undefined;
  readonly role?: readonly string[] | undefined;
  readonly hub?: string | undefined;
  readonly enrolmentTokenFile?: string | undefined;
  readonly loopbackVip?: readonly string[] | undefined;
  readonly mysqlDefaultsFile?: string | undefined;
  readonly witnessTarget?: readonly string[] | undefined;
  readonly record?: string | undefined;
}

const absolute = (path: string): string => (isAbsolute(path) ? path : resolve(path));

/** Turns raw options into settings, once. Every error is a sentence that names its option. */
export const resolveSettings = (
  raw: RawSettings,
  host: string = hostname(),
): Result<AgentSettings, readonly string[]> => {
  const errors: string[] = [];
  const roles = resolveRoles(raw, errors);
  const stateDir = absolute(raw.stateDir);
  if (Buffer.byteLength(join(stateDir, "control.sock")) > MAX_SOCKET_PATH) {
    errors.push(`--state-dir: ${stateDir} is too long for a unix socket in it (at most ${MAX_SOCKET_PATH - 13} bytes)`);
  }
  if (roles.includes("director") && !raw.config) errors.push("--config: a director needs a configuration file");
  if (raw.record !== undefined && !roles.includes("director"))
    errors.push("--record: only a director has a VRRP machine to record");
  const loopbackVips = resolveAddresses(raw.loopbackVip ?? [], errors);
  if (roles.includes("realserver") && loopbackVips.length === 0) {
    errors.push("--loopback-vip: a real server needs the address it carries on loopback");
  }
  const name = raw.name ?? host;
  if (name.length < 1 || name.length > 200) errors.push("--name: give a name of 1 to 200 characters");
  const hub = raw.hub === undefined ? null : resolveHub(raw.hub, raw.enrolmentTokenFile, errors);
  const witnessTargets = (raw.witnessTarget ?? []).flatMap((text) => resolveEndpoint(text, errors));
  if (errors.length > 0) return err(errors);
  return ok({
    name,
    stateDir,
    roles,
    configPath: raw.config ? absolute(raw.config) : null,
    hub,
    loopbackVips,
    mysqlDefaultsFile: raw.mysqlDefaultsFile ? absolute(raw.mysqlDefaultsFile) : null,
    witnessTargets,
    ...(raw.record === undefined ? {} : { recordFile: absolute(raw.record) }),
  });
};

const isRole = (text: string): text is Role => (ROLES as readonly string[]).includes(text);

/** Without --role the other options say what the agent is for. */
const resolveRoles = (raw: RawSettings, errors: string[]): readonly Role[] => {
  const wanted = (raw.role ?? []).flatMap((text) => text.split(","));
  for (const text of wanted) {
    if (!isRole(text)) errors.push(`--role: "${text}" is not one of ${ROLES.join(", ")}`);
  }
  const named = ROLES.filter((role) => wanted.includes(role));
  if (wanted.length > 0) return named;
  const implied: Role[] = [];
  if (raw.config) implied.push("director");
  if (raw.loopbackVip?.length || raw.mysqlDefaultsFile) implied.push("realserver");
  if (raw.witnessTarget?.length) implied.push("witness");
  if (implied.length === 0)
    errors.push("--role: say what this agent is for (director, realserver, witness), or give --config");
  return implied;
};

const resolveAddresses = (texts: readonly string[], errors: string[]): readonly string[] => {
  const addresses = new Set<string>();
  for (const text of texts) {
    const address = parseIpAddress(text);
    if (address.ok) addresses.add(address.value.text);
    else errors.push(`--loopback-vip: ${address.error}`);
  }
  return [...addresses];
};

const resolveHub = (url: string, tokenFile: string | undefined, errors: string[]): HubSettings | null => {
  const parsed = URL.canParse(url) ? new URL(url) : null;
  if (!parsed || !["http:", "https:"].includes(parsed.protocol) || parsed.username || parsed.password) {
    errors.push(`--hub: "${url}" is not an http:// or https:// address without a user name`);
    return null;
  }
  return { url: parsed.href.replace(/\/+$/, ""), enrolmentTokenFile: tokenFile ? absolute(tokenFile) : null };
};

const resolveEndpoint = (text: string, errors: string[]): readonly Endpoint[] => {
  const match = /^(?:\[([^\]]+)\]|([^:]+)):(\d{1,5})$/.exec(text);
  const address = parseIpAddress(match?.[1] ?? match?.[2] ?? "");
  const port = Number(match?.[3]);
  if (address.ok && port >= 1 && port <= 65535) return [{ address: address.value.text, port }];
  errors.push(`--witness-target: "${text}" is not an address and port, such as 192.168.1.100:3306`);
  return [];
};
