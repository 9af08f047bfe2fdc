import type { Checker } from "@baton/shared/config/model-checks.ts";
import { formatLogEndpoint } from "@baton/shared/net/endpoint.ts";

type Place = { readonly address: string; readonly port: number };

const targetOf = (checker: Checker, server: Place): string =>
  formatLogEndpoint(
    checker.kind === "MISC_CHECK" ? server : { address: checker.connectAddress, port: checker.connectPort },
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
