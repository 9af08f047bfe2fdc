/** What stands in a table printed in ipvsadm -ln's layout; connection counts are left out, they change by themselves. */
export interface TableDestination {
  readonly address: string;
  readonly forward: string;
  readonly weight: number;
}

export interface TableService {
  readonly protocol: string;
  readonly address: string;
  readonly scheduler: string;
  readonly flags: string;
  readonly destinations: readonly TableDestination[];
}

const SERVICE = /^(TCP|UDP|SCTP|FWM)\s+(\S+) (\S+)\s*(.*)$/;
const DESTINATION = /^\s+-> (\d\S*|\[\S+)\s+(\S+)\s+(\d+)\s+\d+\s+\d+\s*$/;

/** Header lines are skipped; a line that is neither makes an error, so that a changed layout can't pass unseen. */
export const parseTable = (text: string): TableService[] => {
  const services: { -readonly [K in keyof TableService]: TableService[K] }[] = [];
  const destinations: TableDestination[][] = [];
  for (const line of text.split("\n").slice(3)) {
    const service = SERVICE.exec(line);
    const destination = DESTINATION.exec(line);
    if (service) {
      const [, protocol = "", address = "", scheduler = "", flags = ""] = service;
      const own: TableDestination[] = [];
      destinations.push(own);
      services.push({ protocol, address, scheduler, flags: flags.trim(), destinations: own });
    } else if (destination) {
      const [, address = "", forward = "", weight = ""] = destination;
      destinations.at(-1)?.push({ address, forward, weight: Number(weight) });
    } else if (line.trim() !== "") throw new Error(`not a line of an IPVS table: ${JSON.stringify(line)}`);
  }
  return services;
};

/** The table as the article shows it, with its three header lines. */
export const ARTICLE_TABLE = `IP Virtual Server version 1.2.1 (size=4096)
Prot LocalAddress:Port Scheduler Flags
  -> RemoteAddress:Port           Forward Weight ActiveConn InActConn
TCP  192.168.1.100:3306 wrr persistent 50
  -> 192.168.1.5:3306             Route   3      4          1         
  -> 192.168.1.6:3306             Route   3      0          2
`;

const ordered = (services: readonly TableService[]): TableService[] =>
  services.map((service) => ({
    ...service,
    destinations: service.destinations.toSorted((a, b) => a.address.localeCompare(b.address)),
  }));

/** Equal but for connection counts and for the order in which the kernel lists destinations. */
export const sameTable = (left: string, right: string): boolean =>
  JSON.stringify(ordered(parseTable(left))) === JSON.stringify(ordered(parseTable(right)));

export const destinationsOf = (text: string): string[] =>
  parseTable(text).flatMap((service) => service.destinations.map((destination) => destination.address));
