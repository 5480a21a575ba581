import { isIPv4 } from 'node:net';

const FNV_OFFSET = 0x811c9dc5;
const FNV_PRIME = 0x01000193;

/** A number that is the same for the same address, as blackbox_exporter makes it: FNV-1a of its bytes. */
export function ipHash(address: string): number {
  let hash = FNV_OFFSET;
  for (const byte of ipBytes(address)) hash = Math.imul(hash ^ byte, FNV_PRIME);
  return hash >>> 0;
}

/** Four bytes of IPv4, also where it stands within IPv6; else sixteen. */
function ipBytes(address: string): readonly number[] {
  if (isIPv4(address)) return address.split('.').map(Number);
  const groups = ipGroups(address);
  const bytes = groups.flatMap((group) => [group >> 8, group & 0xff]);
  const isMapped = groups.slice(0, 5).every((group) => group === 0) && groups[5] === 0xffff;
  return isMapped ? bytes.slice(12) : bytes;
}

/** The eight groups of IPv6. */
function ipGroups(address: string): readonly number[] {
  const [plain] = address.split('%');
  // A URL writes the address in its shortest form, without the dots of IPv4.
  const { hostname } = new URL(`http://[${plain}]`);
  const [head, tail] = hostname.slice(1, -1).split('::');
  const left = numbersOf(head);
  const right = numbersOf(tail ?? '');
  return tail === undefined
    ? left
    : [...left, ...Array.from({ length: 8 - left.length - right.length }, () => 0), ...right];
}

function numbersOf(groups: string): readonly number[] {
  return groups === '' ? [] : groups.split(':').map((group) => Number.parseInt(group, 16));
}
