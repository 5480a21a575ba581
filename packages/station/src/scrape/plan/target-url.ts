/** Parameters of a URL: each name with its values. */
export type UrlParameters = ReadonlyMap<string, readonly string[]>;

/** What the URL of a target is made of. */
export interface UrlParts {
  readonly scheme: string;
  readonly address: string;
  readonly path: string;
  readonly parameters: UrlParameters;
}

/**
 * The URL of a target, with its address as it was found and parameters by name, as Prometheus writes it;
 * `undefined` where the address is more or less than a host and a port.
 */
export function targetUrl({ scheme, address, path, parameters }: UrlParts): string | undefined {
  if (!isHostAndPort(address)) return undefined;
  const query = new URLSearchParams();
  for (const name of [...parameters.keys()].toSorted()) {
    for (const value of parameters.get(name) ?? []) query.append(name, value);
  }
  const question = query.size === 0 ? '' : `?${query.toString()}`;
  return `${scheme}://${address}${escapedPath(path)}${question}`;
}

/** User names, paths and blanks would change who is asked, or for what. */
function isHostAndPort(address: string): boolean {
  const url = URL.parse(`http://${address}`);
  if (!url || /[\s\\/?#@]/.test(address)) return false;
  return url.hostname !== '';
}

/** A path begins with a slash, and what ends paths is part of it. */
function escapedPath(path: string): string {
  const url = new URL('http://host');
  url.pathname = path;
  return url.pathname;
}
