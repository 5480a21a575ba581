/** A page of the station with what its path says. */
export type Route =
  | { readonly page: 'overview' }
  | { readonly page: 'service'; readonly service: string }
  | { readonly page: 'dashboards'; readonly slug: string | undefined }
  | { readonly page: 'explore' }
  | { readonly page: 'logs' }
  | { readonly page: 'traces'; readonly id: string | undefined }
  | { readonly page: 'map' }
  | { readonly page: 'targets' }
  | { readonly page: 'rules' }
  | { readonly page: 'alerts'; readonly rule: string | undefined }
  | { readonly page: 'silences'; readonly id: string | undefined }
  | { readonly page: 'doctor'; readonly topic: string | undefined }
  | { readonly page: 'drift' }
  | { readonly page: 'status' }
  | { readonly page: 'story'; readonly key: string }
  | { readonly page: 'login' }
  | { readonly page: 'unknown' };

/** A page that there is. */
export type KnownRoute = Exclude<Route, { page: 'unknown' }>;

/** Finds the page of a path. A path that is not well formed leads to `unknown`, never to an error. */
export function parseRoute(path: string): Route {
  const parts = path.split('/').filter((part) => part !== '');
  if (parts.length === 0) return { page: 'overview' };
  const [first, ...rest] = parts;
  if (rest.length > 1) return { page: 'unknown' };
  const name = rest.length === 0 ? undefined : decode(rest[0]);
  if (rest.length === 1 && name === undefined) return { page: 'unknown' };
  return routeOf(first, name);
}

/** The path of a page. */
export function formatRoute(route: KnownRoute): string {
  switch (route.page) {
    case 'overview':
      return '/';
    case 'service':
      return `/s/${encode(route.service)}`;
    case 'dashboards':
      return pathOf('/d', route.slug);
    case 'alerts':
      return pathOf('/alerts', route.rule);
    case 'silences':
      return pathOf('/silences', route.id);
    case 'traces':
      return pathOf('/traces', route.id);
    case 'story':
      return `/story/${encode(route.key)}`;
    case 'doctor':
      return pathOf('/doctor', route.topic);
    default:
      return `/${route.page}`;
  }
}

function routeOf(first: string, name: string | undefined): Route {
  switch (first) {
    case 's':
      return name === undefined ? { page: 'overview' } : { page: 'service', service: name };
    case 'd':
      return { page: 'dashboards', slug: name };
    case 'alerts':
      return { page: 'alerts', rule: name };
    case 'silences':
      return { page: 'silences', id: name };
    case 'traces':
      return { page: 'traces', id: name };
    case 'story':
      return name === undefined ? { page: 'unknown' } : { page: 'story', key: name };
    case 'doctor':
      return { page: 'doctor', topic: name };
    case 'explore':
    case 'logs':
    case 'map':
    case 'targets':
    case 'rules':
    case 'drift':
    case 'status':
    case 'login':
      return name === undefined ? { page: first } : { page: 'unknown' };
    default:
      return { page: 'unknown' };
  }
}

function pathOf(folder: string, name: string | undefined): string {
  return name === undefined ? folder : `${folder}/${encode(name)}`;
}

function encode(name: string): string {
  return encodeURIComponent(name.toWellFormed());
}

function decode(text: string): string | undefined {
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}
