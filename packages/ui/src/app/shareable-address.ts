import type { Zone } from '../format/zone.ts';

/** The address of a view for somebody else: with the zone that it is seen in, and with fixed times if wanted. */
export function shareableAddress(
  href: string,
  zone: Zone,
  bounds: { readonly startMs: number; readonly endMs: number } | undefined,
): string {
  const url = new URL(href);
  url.searchParams.set('tz', zone);
  if (bounds !== undefined) {
    url.searchParams.delete('range');
    url.searchParams.set('from', String(Math.round(bounds.startMs)));
    url.searchParams.set('to', String(Math.round(bounds.endMs)));
  }
  return url.href;
}
