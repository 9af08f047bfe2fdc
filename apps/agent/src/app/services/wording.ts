import type { Checker } from "@baton/shared/config/model-checks.ts";
import { formatLogEndpoint } from "@baton/shared/net/endpoint.ts";

type Place = { readonly address: string; readonly port: number };
/** A virtual server, which may be one by firewall mark or by group. */
type Service = Place & { readonly mark?: number; readonly group?: { readonly name: string } };

/** A group has port 0 in keepalived's lines. */
export const serviceText = (service: Service): string => {
  if (service.group) return `[${service.group.name}]:0`;
  return service.mark === undefined ? formatLogEndpoint(service) : `FWM ${service.mark}`;
};

const targetOf = (checker: Checker, server: Place): string =>
  formatLogEndpoint(
    "connectAddress" in checker ? { address: checker.connectAddress, port: checker.connectPort } : server,
  );

/** The subject of keepalived's log lines: "TCP connection to [192.168.1.6]:3306". */
export const checkName = (checker: Checker, server: Place): string => {
  const target = targetOf(checker, server);
  if (checker.kind === "TCP_CHECK") return `TCP connection to ${target}`;
  if (checker.kind === "MISC_CHECK") return `Misc check for ${target} by [${checker.command.argv[0]}]`;
  return `${checker.kind} of ${target}`;
};

/** For sentences about the server: "TCP_CHECK of [192.168.1.6]:3306". */
export const describeCheck = (checker: Checker, server: Place): string =>
  `${checker.kind} of ${targetOf(checker, server)}`;

export const addingLine = (server: Place, virtualServer: Service): string =>
  `Adding service ${formatLogEndpoint(server)} to VS ${serviceText(virtualServer)}`;

export const removingLine = (server: Place, virtualServer: Service): string =>
  `Removing service ${formatLogEndpoint(server)} from VS ${serviceText(virtualServer)}`;

export const quorumLine = (
  gained: boolean,
  virtualServer: Service & { readonly quorum: number; readonly hysteresis: number },
  weight: number,
): string => {
  const { quorum, hysteresis } = virtualServer;
  const name = serviceText(virtualServer);
  return gained
    ? `Gained quorum ${quorum}+${hysteresis}=${quorum + hysteresis} <= ${weight} for VS ${name}`
    : `Lost quorum ${quorum}-${hysteresis}=${quorum - hysteresis} > ${weight} for VS ${name}`;
};

/** The stand-in and the pool change places; in keepalived's order, which is not that of the table's changes. */
export const sorryLines = (coming: boolean, sorry: Place, virtualServer: Service): readonly string[] => {
  const [name, service] = [formatLogEndpoint(sorry), serviceText(virtualServer)];
  return coming
    ? [`Adding sorry server ${name} to VS ${service}`, `Removing alive servers from the pool for VS ${service}`]
    : [`Removing sorry server ${name} from VS ${service}`, `Adding alive servers to the pool for VS ${service}`];
};

export const standbyLine = (coming: boolean, virtualServer: Service): string =>
  coming
    ? `Adding standby servers to the pool for VS ${serviceText(virtualServer)}`
    : `Removing standby servers from the pool for VS ${serviceText(virtualServer)}`;
