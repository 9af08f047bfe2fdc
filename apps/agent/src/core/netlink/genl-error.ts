/** Why bytes from netlink were not understood. A closed set; `where` names the structure or attribute. */
export interface GenlDecodeError {
  readonly code: "short" | "bad-length" | "too-many" | "missing" | "bad-value";
  readonly where: string;
}

export const describeDecodeError = ({ code, where }: GenlDecodeError): string => `netlink ${where}: ${code}`;
