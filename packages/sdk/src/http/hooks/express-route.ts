import type { IncomingMessage } from 'node:http';

/*
 * The route of a request in Express 4 and 5. `request.route` is the route that matched, and stays when it
 * fails. The path it is mounted at has to be found in the tree of routers: `request.baseUrl` holds the
 * client's values of its parameters, and is put back when an error leaves the router.
 */

type PathPattern = string | RegExp | readonly (string | RegExp)[];

interface ExpressRoute {
  readonly path?: PathPattern;
}

/** An entry of a router: middleware, a route or a mounted router. */
interface Layer {
  readonly route?: ExpressRoute;
  readonly handle?: { readonly stack?: readonly Layer[] };
  /** Express 5.2 and later. */
  readonly rawPath?: PathPattern;
  /** What the last match found; before Express 5.2. */
  readonly path?: string;
  readonly params?: Readonly<Record<string, unknown>>;
  match?(path: string): unknown;
}

interface ExpressApp {
  /** Express 4; its `router` throws. */
  readonly _router?: { readonly stack?: readonly Layer[] };
  readonly router?: { readonly stack?: readonly Layer[] };
  /** The template a mounted application is mounted at. */
  path?(): string;
}

interface ExpressRequest {
  readonly route?: ExpressRoute;
  readonly baseUrl?: string;
  readonly originalUrl?: string;
  readonly app?: ExpressApp;
}

/** Templates of routes that are reached in one way only. */
const TEMPLATES = new WeakMap<ExpressRoute, string>();

/** The template of the route that Express chose for a request; `undefined` where it chose none. */
export function expressRoute(request: (IncomingMessage & ExpressRequest) | undefined): string | undefined {
  const route = request?.route;
  if (!request || route?.path === undefined) return undefined;
  return TEMPLATES.get(route) ?? findTemplate(request, route);
}

function findTemplate(request: ExpressRequest, route: ExpressRoute): string {
  const path = textOf(route.path ?? '');
  const { app } = request;
  const stack = app && (app._router ?? app.router)?.stack;
  if (!stack) return joined(request.baseUrl ?? '', path);
  const prefix = app.path?.() ?? '';
  const mounts = mountsOf(stack, route);
  const target = withoutSegments((request.originalUrl ?? '').split('?', 1)[0], prefix.split('/').length - 1);
  const chosen = mounts.length === 1 ? mounts[0] : (mounts.find((layers) => leadsTo(layers, target)) ?? []);
  const template = joined(prefix + mountTemplate(chosen, target), path);
  if (mounts.length === 1) TEMPLATES.set(route, template);
  return template;
}

/** All ways to a route: the routers that are passed, each as the layer it is mounted by. */
function mountsOf(stack: readonly Layer[], route: ExpressRoute, passed: readonly Layer[] = []): Layer[][] {
  return stack.flatMap((layer) => {
    if (layer.route === route) return [[...passed]];
    const inner = layer.handle?.stack;
    // A router that is mounted in itself would be passed for ever.
    return inner && !passed.includes(layer) ? mountsOf(inner, route, [...passed, layer]) : [];
  });
}

/** Whether a path passes the layers one after the other. */
function leadsTo(layers: readonly Layer[], target: string): boolean {
  let rest = target;
  return layers.every((layer) => {
    const match = matchOf(layer, rest);
    rest = rest.slice(match?.path.length ?? 0) || '/';
    return match !== undefined;
  });
}

function mountTemplate(layers: readonly Layer[], target: string): string {
  let rest = target;
  return layers
    .map((layer) => {
      const match = matchOf(layer, rest);
      rest = rest.slice(match?.path.length ?? 0) || '/';
      if (layer.rawPath !== undefined) return textOf(layer.rawPath);
      return match ? withNames(match.path, match.params) : '';
    })
    .reduce(joined, '');
}

interface Match {
  readonly path: string;
  readonly params: Readonly<Record<string, unknown>>;
}

/** What a layer matches of a path. Nothing is matched elsewhere meanwhile, so that its fields are free. */
function matchOf(layer: Layer, path: string): Match | undefined {
  try {
    const matched = layer.match?.(path);
    if (!matched) return undefined;
    const found: Layer = matched === true ? layer : matched;
    return { path: found.path ?? '', params: found.params ?? {} };
  } catch {
    return undefined;
  }
}

/** A path with the values of parameters replaced by their names. */
function withNames(path: string, params: Readonly<Record<string, unknown>>): string {
  const names = new Map(Object.entries(params).map(([name, value]) => [String(value), name]));
  const segments = path.split('/').map((segment) => {
    const name = names.get(decoded(segment));
    return name === undefined ? segment : `:${name}`;
  });
  return segments.join('/');
}

function decoded(segment: string): string {
  try {
    return decodeURIComponent(segment);
  } catch {
    return segment;
  }
}

function withoutSegments(path: string, count: number): string {
  return count <= 0
    ? path
    : `/${path
        .split('/')
        .slice(count + 1)
        .join('/')}`;
}

function textOf(pattern: PathPattern): string {
  if (typeof pattern === 'string') return pattern;
  return Array.isArray(pattern) ? pattern.map(String).join('|') : String(pattern);
}

function joined(prefix: string, path: string): string {
  const base = prefix.endsWith('/') ? prefix.slice(0, -1) : prefix;
  return path === '/' || path === '' ? base || '/' : base + path;
}
