import type { Checker } from "@baton/shared/config/model.ts";
import { formatLogEndpoint } from "@baton/shared/net/endpoint.ts";

const target = (checker: Checker): string =>
  formatLogEndpoint({ address: checker.connectAddress, port: checker.connectPort });

/** The subject of keepalived's log lines: "TCP connection to [192.168.1.6]:3306". */
export const checkName = (checker: Checker): string => `TCP connection to ${target(checker)}`;

/** For sentences about the server: "TCP_CHECK of [192.168.1.6]:3306". */
export const describeCheck = (checker: Checker): string => `${checker.kind} of ${target(checker)}`;

type Place = { readonly address: string; readonly port: number };

export const addingLine = (server: Place, virtualServer: Place): string =>
  `Adding service ${formatLogEndpoint(server)} to VS ${formatLogEndpoint(virtualServer)}`;

export const removingLine = (server: Place, virtualServer: Place): string =>
  `Removing service ${formatLogEndpoint(server)} from VS ${formatLogEndpoint(virtualServer)}`;

export const quorumLine = (
  gained: boolean,
  { quorum, hysteresis, address, port }: { quorum: number; hysteresis: number; address: string; port: number },
  weight: number,
): string =>
  gained
    ? `Gained quorum ${quorum}+${hysteresis}=${quorum + hysteresis} <= ${weight} for VS ${formatLogEndpoint({ address, port })}`
    : `Lost quorum ${quorum}-${hysteresis}=${quorum - hysteresis} > ${weight} for VS ${formatLogEndpoint({ address, port })}`;

export const sorryLine = (coming: boolean, sorry: Place, virtualServer: Place): string =>
  coming
    ? `Adding sorry server ${formatLogEndpoint(sorry)} to VS ${formatLogEndpoint(virtualServer)}`
    : `Removing sorry server ${formatLogEndpoint(sorry)} from VS ${formatLogEndpoint(virtualServer)}`;
