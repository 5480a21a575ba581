/** How a station is reached from other machines. */
export interface OutsideAccess {
  /** Address of this machine that is listened at, such as `0.0.0.0`. */
  readonly host: string;
  /** Whoever comes from outside has to know it; at least 16 characters. */
  readonly token: string;
}

/** Shorter ones are guessed. */
export const MIN_TOKEN_LENGTH = 16;

/**
 * Whether a connection came to the loopback address. Whoever is on this machine needs no token: a proxy in front of
 * the station connects to its other address, or asks who comes itself.
 */
export function isFromThisMachine(localAddress: string | undefined): boolean {
  const address = (localAddress ?? '').replace(/^::ffff:/, '');
  return address === '::1' || address.startsWith('127.');
}
