import { lookup as dnsLookup } from 'node:dns';
import type { LookupAddress, LookupOptions } from 'node:dns';
import { BlockList, isIP } from 'node:net';
import type { LookupFunction } from 'node:net';
import { embeddedIpv4 } from './ip-address.ts';

/** Networks that requests may be kept away from. */
export type DeniedNetworks = 'loopback' | 'private';

/** Which addresses requests may be sent to, beside those that never may. */
export interface AddressPolicy {
  /**
   * `loopback` refuses this machine, `private` also the networks that are not of the Internet. Default: they are
   * allowed.
   */
  readonly deny?: DeniedNetworks;
  /** `loopback` allows nothing but this machine. Default: everything that is not denied. */
  readonly only?: 'loopback';
}

/** A request was not sent because its address is forbidden. */
export class AddressRefused extends Error {}

/** Decides at the moment of connecting, so that a name cannot be resolved to another address in between. */
export interface AddressGuard {
  /**
   * Checks a host that is written as an address; a name passes, for `lookup` to check.
   *
   * @throws AddressRefused
   */
  checkHost(host: string): void;
  /** For `net.connect`: resolves a name to its allowed addresses. Fails with {@link AddressRefused} where none is. */
  readonly lookup: LookupFunction;
  /** The same guard, which refuses these networks as well. */
  denying(deny: DeniedNetworks): AddressGuard;
}

/** Of the machine itself in a cloud: they hand out credentials. And addresses of no one machine. */
const FORBIDDEN = blockList([
  '169.254.0.0/16',
  '100.100.100.200/32',
  '168.63.129.16/32',
  '192.0.0.192/32',
  '224.0.0.0/4',
  '255.255.255.255/32',
  'fe80::/10',
  'fd00:ec2::254/128',
  'fd20:ce::254/128',
  'ff00::/8',
]);

const PRIVATE = blockList([
  '0.0.0.0/8',
  '10.0.0.0/8',
  '100.64.0.0/10',
  '127.0.0.0/8',
  '172.16.0.0/12',
  '192.0.0.0/24',
  '192.168.0.0/16',
  '198.18.0.0/15',
  '240.0.0.0/4',
  '::/127',
  'fc00::/7',
  'fec0::/10',
]);

const LOOPBACK = blockList(['127.0.0.0/8', '::1/128']);

/** Whoever connects to the address of nobody comes to this machine. */
const THIS_MACHINE = blockList(['127.0.0.0/8', '0.0.0.0/8', '::/127']);

const DENIED: Readonly<Record<DeniedNetworks, BlockList>> = { loopback: THIS_MACHINE, private: PRIVATE };

/**
 * Which networks a server may not lead to: one of the Internet leads to none that is private, and one of a private
 * network not to this machine. One of this machine may lead anywhere.
 *
 * @param address Where the server was connected to.
 */
export function deniedFrom(address: string): DeniedNetworks | undefined {
  if (isListed(THIS_MACHINE, address)) return undefined;
  return isListed(PRIVATE, address) ? 'loopback' : 'private';
}

/** Looks a name up; `dns.lookup`. */
export type NameLookup = (
  name: string,
  options: LookupOptions & { readonly all: true },
  callback: (error: NodeJS.ErrnoException | null, addresses: LookupAddress[]) => void,
) => void;

/** Guards connections. `resolve` is the system's look-up by default. */
export function createAddressGuard(
  { deny, only }: AddressPolicy = {},
  resolve: NameLookup = dnsLookup,
): AddressGuard {
  const isAllowed = (address: string): boolean =>
    !isListed(FORBIDDEN, address) &&
    !(deny && isListed(DENIED[deny], address)) &&
    !(only === 'loopback' && !isListed(LOOPBACK, address));
  return {
    checkHost: (host) => {
      const address = host.replace(/^\[(.*)\]$/, '$1');
      if (isIP(address) !== 0 && !isAllowed(address)) throw refusal(address);
    },
    lookup: (name, options, callback) => {
      resolve(name, { ...options, all: true }, (error, found) => {
        const allowed = error ? [] : found.filter(({ address }) => isAllowed(address));
        const [first] = allowed;
        if (error) callback(error, '');
        else if (!first) callback(refusal(found.map(({ address }) => address).join(', ')), '');
        else if (options.all) callback(null, allowed);
        else callback(null, first.address, first.family);
      });
    },
    denying: (more) => createAddressGuard({ deny: deny === 'private' ? deny : more, only }, resolve),
  };
}

function isListed(list: BlockList, address: string): boolean {
  const plain = address.replace(/%.*$/, '');
  const inner = embeddedIpv4(plain);
  if (inner !== undefined && list.check(inner, 'ipv4')) return true;
  return list.check(plain, isIP(plain) === 6 ? 'ipv6' : 'ipv4');
}

function blockList(subnets: readonly string[]): BlockList {
  const list = new BlockList();
  for (const subnet of subnets) {
    const [network, bits] = subnet.split('/');
    list.addSubnet(network, Number(bits), network.includes(':') ? 'ipv6' : 'ipv4');
  }
  return list;
}

function refusal(address: string): AddressRefused {
  return new AddressRefused(`requests may not be sent to the address ${address || '(none)'}`);
}
