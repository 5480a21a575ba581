import { isIP } from 'node:net';
import type { LookupAddress } from 'node:dns';
import type { AddressGuard } from '@telltale/alerting';
import type { ProbeIpProtocol } from '@telltale/definition';
import { orAbort } from '../access/or-abort.ts';

/** An address that a name stands for. */
export interface FoundAddress {
  readonly ip: string;
  readonly family: 4 | 6;
}

/**
 * The address of a host: one of the protocol where it has any, else one of the other. Rejects where there is none,
 * or none that may be asked.
 *
 * @param host As URLs have it: IPv6 in brackets.
 */
export async function findAddress(
  host: string,
  ipProtocol: ProbeIpProtocol,
  addresses: AddressGuard,
  signal: AbortSignal,
): Promise<FoundAddress> {
  const name = host.replace(/^\[(.*)\]$/, '$1');
  addresses.checkHost(name);
  const version = isIP(name);
  if (version !== 0) return { ip: name, family: version === 6 ? 6 : 4 };
  const found = await orAbort(lookUp(name, addresses), signal);
  const wanted = ipProtocol === 'ip6' ? 6 : 4;
  const [first] = found;
  const { address, family } = found.find((one) => one.family === wanted) ?? first;
  return { ip: address, family: family === 6 ? 6 : 4 };
}

/** At least one. */
function lookUp(name: string, { lookup }: AddressGuard): Promise<readonly LookupAddress[]> {
  return new Promise((resolve, reject) => {
    lookup(name, { all: true }, (error, found) => {
      if (error) reject(error);
      else if (Array.isArray(found) && found.length > 0) resolve(found);
      else reject(new Error('the host name has no address'));
    });
  });
}
