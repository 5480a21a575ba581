/** Where a server is: at a port of a host, or at a Unix socket. */
export type ServerAddress =
  | { readonly host: string; readonly port: number }
  | { readonly socketPath: string };

/** Reads `host:port`, `[::1]:port` or the path of a Unix socket. */
export function serverAddress(address: string): ServerAddress {
  if (address.startsWith('/')) return { socketPath: address };
  const colon = address.lastIndexOf(':');
  return {
    host: address.slice(0, colon).replace(/^\[(.*)\]$/, '$1'),
    port: Number(address.slice(colon + 1)),
  };
}
