/** A page of the station with what its path says. */
export type Route =
  | { readonly page: 'overview' }
  | { readonly page: 'targets' }
  | { readonly page: 'alerts'; readonly rule: string | undefined }
  | { readonly page: 'unknown' };

/** Finds the page of a path. A path that is not well formed leads to `unknown`, never to an error. */
export function parseRoute(path: string): Route {
  const parts = path.split('/').filter((part) => part !== '');
  if (parts.length === 0) return { page: 'overview' };
  if (parts.length === 1 && parts[0] === 'targets') return { page: 'targets' };
  if (parts[0] !== 'alerts' || parts.length > 2) return { page: 'unknown' };
  if (parts.length === 1) return { page: 'alerts', rule: undefined };
  const rule = decode(parts[1]);
  return rule === undefined ? { page: 'unknown' } : { page: 'alerts', rule };
}

/** The path of a page. */
export function formatRoute(route: Exclude<Route, { page: 'unknown' }>): string {
  if (route.page === 'overview') return '/';
  if (route.page === 'targets' || route.rule === undefined) return `/${route.page}`;
  return `/alerts/${encodeURIComponent(route.rule.toWellFormed())}`;
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
