import type { StationFeature } from '@telltale/station';

/** One path of the station, as it was registered: `/api/telltale/traces/:id`. */
export interface ListedRoute {
  readonly path: string;
  readonly methods: readonly string[];
}

/** A feature that reads which routes there are, once all of them are registered. */
export function routeList(): {
  readonly feature: StationFeature;
  readonly routes: () => readonly ListedRoute[];
} {
  let tree = '';
  const feature: StationFeature = {
    name: 'route list',
    routes: (server) => {
      server.addHook('onReady', async () => {
        tree = server.printRoutes({ commonPrefix: false });
      });
    },
  };
  return { feature, routes: () => readTree(tree) };
}

/** Each line has a part of a path, below the line that it continues. */
function readTree(tree: string): readonly ListedRoute[] {
  const parts: string[] = [];
  return tree.split('\n').flatMap((line) => {
    const [, indent, part, methods] = /^(.*[└├]── )(\S+) \((.*)\)$/.exec(line) ?? [];
    if (indent === undefined) return [];
    parts.length = indent.length / 4 - 1;
    parts.push(part);
    return [{ path: parts.join(''), methods: methods.split(', ') }];
  });
}
