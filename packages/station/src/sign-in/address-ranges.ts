import { BlockList, isIP } from 'node:net';

/** Addresses, alone or as networks. */
export interface AddressRanges {
  /** Whether a connection's address is one of them. */
  readonly has: (address: string | undefined) => boolean;
}

/** Whether a text is an address such as `192.0.2.7` or a network such as `2001:db8::/32`. */
export function isAddressRange(text: string): boolean {
  const [address, bits, ...rest] = text.split('/');
  const version = isIP(address);
  if (version === 0 || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= widthOf(version));
}

/** Reads addresses and networks; see {@link isAddressRange}. */
export function addressRanges(texts: readonly string[]): AddressRanges {
  const list = new BlockList();
  for (const text of texts) {
    const [address, bits] = text.split('/');
    const version = isIP(address);
    list.addSubnet(address, bits === undefined ? widthOf(version) : Number(bits), familyOf(version));
  }
  return {
    // An address of IPv4 may come as `::ffff:192.0.2.7`, which the list knows.
    has: (address = '') => {
      const version = isIP(address);
      return version !== 0 && list.check(address, familyOf(version));
    },
  };
}

function widthOf(version: number): number {
  return version === 4 ? 32 : 128;
}

function familyOf(version: number): 'ipv4' | 'ipv6' {
  return version === 4 ? 'ipv4' : 'ipv6';
}
