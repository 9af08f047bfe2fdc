declare module "raw-socket" {
  interface Socket {
    on(event: "message", listener: (packet: Buffer, source: string) => void): void;
    on(event: "error", listener: (error: Error) => void): void;
    setOption(level: number, option: number, value: Buffer, length: number): void;
    close(): void;
    send(
      packet: Buffer,
      offset: number,
      length: number,
      address: string,
      done: (error: Error | null, bytes: number) => void,
    ): void;
  }
  const raw: {
    readonly Protocol: { readonly ICMP: number };
    createSocket(options: { protocol: number }): Socket;
    createChecksum(packet: Buffer): number;
    writeChecksum(packet: Buffer, offset: number, checksum: number): Buffer;
  };
  export default raw;
}
