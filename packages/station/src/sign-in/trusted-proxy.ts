import type { IncomingHttpHeaders } from 'node:http';
import type { ProxyAccess } from './access.ts';
import type { Principal } from './principal.ts';
import type { Role } from './roles.ts';
import { ROLES } from './roles.ts';

/** The group of everybody whom the proxy lets through. */
const EVERYBODY = '*';
/** Between groups: oauth2-proxy and Authelia write commas, Authentik bars. */
const SEPARATORS = /[,|]/;
const MAX_NAME_LENGTH = 256;
/** A name with one of these is several, or nobody's. */
const NOT_IN_NAMES = /[\p{Cc},;]/u;

/** What a proxy that is trusted says of a request. */
export type ProxyWord =
  | { readonly kind: 'principal'; readonly principal: Principal }
  | { readonly kind: 'refused'; readonly status: 401 | 403; readonly reason: string };

/**
 * Reads who a proxy says that it signed in. The request must have come from it: see {@link ProxyAccess.from}.
 *
 * @param rawHeaders Names and values by turns, as they came; a header that comes twice was not written by the proxy
 * alone, and is refused.
 * @returns `undefined` where it names nobody.
 */
export function readProxyHeaders(
  proxy: ProxyAccess,
  headers: IncomingHttpHeaders,
  rawHeaders: readonly string[],
): ProxyWord | undefined {
  const name = textOf(headers[proxy.userHeader]);
  if (name === '') return undefined;
  const twice = [proxy.userHeader, proxy.groupsHeader].find((header) => timesOf(header, rawHeaders) > 1);
  if (twice !== undefined)
    return refused(`The header ${twice} came twice: the proxy must replace what clients send.`);
  if (name.length > MAX_NAME_LENGTH || NOT_IN_NAMES.test(name)) {
    return refused(`The header ${proxy.userHeader} does not hold the name of one user.`);
  }
  const role = roleOf(proxy, textOf(headers[proxy.groupsHeader]));
  if (role !== undefined) return { kind: 'principal', principal: { name, role, how: 'proxy' } };
  const reason = `${name} is signed in, but none of their groups has a role at this station. Ask who runs it.`;
  return { kind: 'refused', status: 403, reason };
}

/** The greatest role of the groups. */
function roleOf({ roles }: ProxyAccess, groups: string): Role | undefined {
  const names = [
    EVERYBODY,
    ...groups
      .split(SEPARATORS)
      .map((group) => group.trim())
      .filter((group) => group !== EVERYBODY),
  ];
  const given = new Set(names.map((name) => roles.get(name)));
  return ROLES.findLast((role) => given.has(role));
}

function refused(reason: string): ProxyWord {
  return { kind: 'refused', status: 401, reason };
}

function timesOf(header: string, rawHeaders: readonly string[]): number {
  return rawHeaders.filter((text, at) => at % 2 === 0 && text.toLowerCase() === header).length;
}

function textOf(value: string | readonly string[] | undefined): string {
  return (typeof value === 'string' ? value : (value ?? []).join(',')).trim();
}
