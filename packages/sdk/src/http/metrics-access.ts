import type { BlockList } from 'node:net';
import { nodeNet } from '../platform/node-modules.ts';
import { isSameText } from '../platform/same-text.ts';

/** Who may read the metrics page. What is given has to hold: of both, both. */
export interface MetricsAccessOptions {
  /** Token that must be sent as `Authorization: Bearer`. */
  readonly token?: string;
  /**
   * Addresses that it is answered to, such as `10.0.0.0/8`, `192.0.2.7` or `fd00::/8`; behind a proxy that is the
   * proxy's. Requests of `fetch` have no address and are refused.
   */
  readonly allow?: readonly string[];
}

/** What of a request decides. */
export interface MetricsCaller {
  readonly remoteAddress: string | undefined;
  readonly authorization: string | undefined;
}

/** Why a caller is not answered. */
export interface MetricsRefusal {
  readonly status: 401 | 403;
  readonly headers: Readonly<Record<string, string>>;
  readonly message: string;
}

const NOT_FROM_HERE: MetricsRefusal = {
  status: 403,
  headers: {},
  message: 'The metrics are not shown to this address.\n',
};
const NO_TOKEN: MetricsRefusal = {
  status: 401,
  headers: { 'www-authenticate': 'Bearer' },
  message: 'The metrics ask for their token.\n',
};

/** Decides who reads the page. */
export type MetricsAccess = (caller: MetricsCaller) => MetricsRefusal | undefined;

/** Everybody reads it where nothing is given; an entry of `allow` that is no address lets nobody in. */
export function createMetricsAccess({ token, allow }: MetricsAccessOptions): MetricsAccess {
  const allowed = allow && addressList(allow);
  return ({ remoteAddress, authorization }) => {
    if (allowed && !isListed(allowed, remoteAddress)) return NOT_FROM_HERE;
    if (token !== undefined && !isSameText(authorization ?? '', `Bearer ${token}`)) return NO_TOKEN;
    return undefined;
  };
}

/** Whether a text is an address, or a part of all of them. */
export function isAddressRange(text: string): boolean {
  const [address, bits, ...rest] = text.split('/');
  const version = nodeNet().isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= (version === 4 ? 32 : 128));
}

function addressList(ranges: readonly string[]): BlockList {
  const list = new (nodeNet().BlockList)();
  for (const range of ranges.filter(isAddressRange)) {
    const [address, bits] = range.split('/');
    const family = nodeNet().isIP(address) === 4 ? 'ipv4' : 'ipv6';
    list.addSubnet(address, bits === undefined ? (family === 'ipv4' ? 32 : 128) : Number(bits), family);
  }
  return list;
}

/** Callers of the old family may come as `::ffff:192.0.2.7`, which the list knows. */
function isListed(list: BlockList, address = ''): boolean {
  const version = nodeNet().isIP(address);
  return version !== 0 && list.check(address, version === 4 ? 'ipv4' : 'ipv6');
}
