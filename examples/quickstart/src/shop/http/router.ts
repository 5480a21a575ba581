import type { Reply } from './reply.ts';
import type { Visit } from './visit.ts';

/** Answers requests of one method whose path has the pattern's form. */
export interface Route {
  readonly method: 'GET' | 'POST';
  /** A path such as `/product/:id`; also the value of the label `route`. */
  readonly pattern: string;
  handle(visit: Visit): Reply | Promise<Reply>;
}

/** The route that answers a request, and what stands for the `:names` of its pattern. */
export interface RouteMatch {
  readonly route: Route;
  readonly params: ReadonlyMap<string, string>;
}

/** Finds the route of a request. */
export function findRoute(routes: readonly Route[], method: string, path: string): RouteMatch | undefined {
  for (const route of routes) {
    if (route.method !== method) continue;
    const params = matchPath(route.pattern, path);
    if (params) return { route, params };
  }
  return undefined;
}

function matchPath(pattern: string, path: string): Map<string, string> | undefined {
  const wanted = pattern.split('/');
  const given = path.split('/');
  if (wanted.length !== given.length) return undefined;
  const params = new Map<string, string>();
  for (const [index, part] of wanted.entries()) {
    if (part.startsWith(':')) params.set(part.slice(1), given[index]);
    else if (part !== given[index]) return undefined;
  }
  return params;
}
