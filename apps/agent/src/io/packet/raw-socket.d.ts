/** The part of raw-socket 1.8 that is used here; the package brings no types. */
declare module "raw-socket" {
  export interface RawSocket {
    on(event: "message", listener: (buffer: Buffer, source: string) => void): this;
    on(event: "error", listener: (error: Error) => void): this;
    setOption(level: number, option: number, value: number): void;
    setOption(level: number, option: number, value: Buffer, length: number): void;
    pauseRecv(): this;
    resumeRecv(): this;
    close(): void;
  }
  export const AddressFamily: { readonly IPv4: number; readonly IPv6: number };
  export function createSocket(options: { protocol: number; addressFamily: number; bufferSize: number }): RawSocket;
}
