import type { ConfigModel } from "@baton/shared/config/model.ts";
import type { Role } from "@baton/shared/contract/agent-hub.ts";
import type { Command, CommandResult } from "@baton/shared/contract/commands.ts";
import type { FactSource } from "@baton/shared/contract/facts.ts";
import { wantsMail } from "../core/mail/wants-mail.ts";
import type { ProcessName } from "../ports/process-channel.ts";

const BY_ROLE: Readonly<Record<Role, readonly ProcessName[]>> = {
  director: ["services", "vrrp"],
  realserver: ["host"],
  witness: ["witness"],
};

/** The processes an agent with these roles runs, in the order they start: services has most to do. BFD and mail have one where the file asks for it. */
export const processesFor = (
  roles: readonly Role[],
  model: Pick<ConfigModel, "bfdInstances" | "globals" | "virtualServers"> | null,
): readonly ProcessName[] => [
  ...(["director", "realserver", "witness"] as const).filter((role) => roles.includes(role)).flatMap((r) => BY_ROLE[r]),
  ...(roles.includes("director") && (model?.bfdInstances ?? []).length > 0 ? (["bfd"] as const) : []),
  ...(roles.includes("director") && model && wantsMail(model) ? (["mail"] as const) : []),
  "uplink",
];

/** What a process gets of the configuration: of ten thousand servers only those hear that do something about them. */
export const partFor = <Model extends Pick<ConfigModel, "virtualServers">>(
  name: ProcessName,
  model: Model | null,
): Model | null => {
  if (name === "services" || name === "mail" || model === null) return model;
  return name === "vrrp" || name === "bfd" ? { ...model, virtualServers: [] } : null;
};

/** What lives by the configuration lives in its net_namespace; the hub, the local database and the witness are not of it. */
export const namespaceFor = (name: ProcessName, model: Pick<ConfigModel, "globals"> | null): string | null =>
  name === "vrrp" || name === "services" || name === "bfd" || name === "mail"
    ? (model?.globals.namespace ?? null)
    : null;

export const SOURCES_OF_PROCESS: Readonly<Record<ProcessName, readonly FactSource[]>> = {
  vrrp: ["vrrp"],
  services: ["services"],
  bfd: [],
  mail: [],
  host: ["host", "mysql"],
  witness: ["witness"],
  uplink: [],
};

const TARGET: Readonly<Record<Command["body"]["kind"], { process: ProcessName; role: Role }>> = {
  takeover: { process: "vrrp", role: "director" },
  release: { process: "vrrp", role: "director" },
  "probe-start": { process: "witness", role: "witness" },
  "probe-stop": { process: "witness", role: "witness" },
  weight: { process: "services", role: "director" },
  "weight-restore": { process: "services", role: "director" },
};

/** The process that carries a command out, or the refusal when this agent has no such role. */
export const targetOf = (command: Command, roles: readonly Role[]): ProcessName | CommandResult => {
  const { process, role } = TARGET[command.body.kind];
  if (roles.includes(role)) return process;
  return {
    id: command.id,
    outcome: "refused",
    code: "command.wrong-role",
    message: `${command.body.kind} needs an agent with the role ${role}; this one has ${roles.join(", ") || "none"}`,
  };
};

export const processDown = (command: Command, name: ProcessName): CommandResult => ({
  id: command.id,
  outcome: "failed",
  code: "command.process-down",
  message: `the ${name} process is not running at the moment`,
});
