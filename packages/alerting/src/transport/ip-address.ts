import { isIPv4 } from 'node:net';

/** The address of IPv4 that one of IPv6 stands for: mapped, compatible, NAT64 or 6to4. */
export function embeddedIpv4(address: string): string | undefined {
  const groups = ipv6Groups(address);
  if (!groups) return undefined;
  const [a, b, c, d, e, f, g, h] = groups;
  const isZero = (...parts: readonly number[]): boolean => parts.every((part) => part === 0);
  const isMapped = isZero(a, b, c, d, e) && f === 0xffff;
  const isTranslated = isZero(a, b, c, d, f) && e === 0xffff;
  // ::1 and :: are addresses of their own.
  const isCompatible = isZero(a, b, c, d, e, f) && (g !== 0 || h > 1);
  const isNat64 = a === 0x64 && b === 0xff9b;
  if (isMapped || isTranslated || isCompatible || isNat64) return dotted(g, h);
  return a === 0x2002 ? dotted(b, c) : undefined;
}

function dotted(high: number, low: number): string {
  return [high >> 8, high & 255, low >> 8, low & 255].join('.');
}

/** The eight numbers of an address of IPv6, also one that ends as one of IPv4; `undefined` for anything else. */
function ipv6Groups(address: string): readonly number[] | undefined {
  // The parser of URLs writes every form in one way.
  const normal = isIPv4(address)
    ? undefined
    : URL.parse(`http://[${address.replace(/%.*$/, '')}]/`)?.hostname;
  if (normal === undefined) return undefined;
  const [head, tail] = normal.slice(1, -1).split('::');
  const numbersOf = (text: string | undefined): number[] =>
    text ? text.split(':').map((group) => Number.parseInt(group, 16)) : [];
  const [left, right] = [numbersOf(head), numbersOf(tail)];
  return [...left, ...Array<number>(8 - left.length - right.length).fill(0), ...right];
}
