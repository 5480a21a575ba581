import { networkInterfaces } from 'node:os';

/** An address of this machine that is not loopback, as other machines have; absent where there is none. */
export const OUTER_ADDRESS: string | undefined = Object.values(networkInterfaces())
  .flatMap((all) => all ?? [])
  .find(({ family, internal }) => family === 'IPv4' && !internal)?.address;
