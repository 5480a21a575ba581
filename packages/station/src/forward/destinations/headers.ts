import { readSecret } from '@telltale/alerting';
import type { Secret } from '@telltale/model';

/** Headers with what is secret read from where it is; anew with each request, so that it may be changed. */
export async function readHeaders(
  headers: Readonly<Record<string, string | Secret>>,
): Promise<Record<string, string>> {
  const read: Record<string, string> = Object.create(null);
  for (const [name, value] of Object.entries(headers)) {
    read[name.toLowerCase()] = typeof value === 'string' ? value : await readSecret(value);
  }
  return read;
}

/** An address as people may see it: without what stands before the host and behind the path. */
export function shownUrl(url: string): string {
  const { protocol, host, pathname } = new URL(url);
  return `${protocol}//${host}${pathname === '/' ? '' : pathname}`;
}
