/** What is used of `cloudflare:sockets`, which is there in Workers alone. */
declare module 'cloudflare:sockets' {
  export function connect(
    address: { hostname: string; port: number },
    options: { allowHalfOpen: boolean; secureTransport: 'on' | 'off' },
  ): {
    readonly readable: ReadableStream<Uint8Array>;
    readonly writable: WritableStream<Uint8Array>;
    close(): Promise<void>;
  };
}
