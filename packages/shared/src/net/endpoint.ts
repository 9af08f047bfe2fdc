/** An address and port as people write it: 192.168.1.5:3306, [2001:db8::5]:3306. */
export interface Endpoint {
  readonly address: string;
  readonly port: number;
}

export const formatEndpoint = ({ address, port }: Endpoint): string =>
  address.includes(":") ? `[${address}]:${port}` : `${address}:${port}`;

/** keepalived's log form, brackets for both families: [192.168.1.5]:3306. */
export const formatLogEndpoint = ({ address, port }: Endpoint): string => `[${address}]:${port}`;
