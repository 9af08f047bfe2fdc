/** The table that is loaded: so many services, each with so many servers, all by NAT so that ports differ. */
export interface TableSize {
  readonly services: number;
  readonly serversEach: number;
}

const serviceAddress = (service: number): string => `10.200.${service >> 8}.${service & 255}`;
const serverAddress = (service: number, server: number): string => `10.${server + 1}.${service >> 8}.${service & 255}`;
export const SERVICE_PORT = 3306;
const SERVER_PORT = 3307;

/** Every tenth service has one server of another weight after the change: of ten servers each, 1 % of all. */
export const isChanged = (service: number): boolean => service % 10 === 9;
export const CHANGED_WEIGHT = 7;
const WEIGHT = 3;

const weightOf = (service: number, server: number, changed: boolean): number =>
  changed && server === 0 && isChanged(service) ? CHANGED_WEIGHT : WEIGHT;

const numbers = (count: number): number[] => Array.from({ length: count }, (_, index) => index);

/** No checkers: every server is in service from the start, for both programs. */
export const configuration = ({ services, serversEach }: TableSize, changed: boolean): string =>
  `global_defs {\n    router_id bench\n}\n${numbers(services)
    .map((service) => {
      const servers = numbers(serversEach).map(
        (server) =>
          `    real_server ${serverAddress(service, server)} ${SERVER_PORT} {\n        weight ${weightOf(service, server, changed)}\n    }\n`,
      );
      return `virtual_server ${serviceAddress(service)} ${SERVICE_PORT} {\n    lb_algo wrr\n    lb_kind NAT\n    protocol TCP\n${servers.join("")}}\n`;
    })
    .join("")}`;

/** The same table in the words of `ipvsadm -R`. */
export const ipvsadmRules = ({ services, serversEach }: TableSize): string =>
  numbers(services)
    .map((service) => {
      const id = `-t ${serviceAddress(service)}:${SERVICE_PORT}`;
      const servers = numbers(serversEach).map(
        (server) => `-a ${id} -r ${serverAddress(service, server)}:${SERVER_PORT} -m -w ${WEIGHT}\n`,
      );
      return `-A ${id} -s wrr\n${servers.join("")}`;
    })
    .join("");

export const serviceIdOf = (service: number) =>
  ({ kind: "address", protocol: "TCP", address: serviceAddress(service), port: SERVICE_PORT }) as const;
