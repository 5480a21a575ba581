import type { ResolvedDefinition } from '@telltale/definition';
import type { Route } from '@telltale/model';

/** The changing part of a definition with receivers and routes, for the examples of rules. */
export function exampleReceivers(names: {
  readonly defined: readonly string[];
  readonly routed: readonly string[];
}): Partial<ResolvedDefinition> {
  const [first, ...others] = names.routed.map(routeTo);
  return {
    receivers: names.defined.map((name) => ({
      kind: 'webhook',
      name,
      url: 'http://127.0.0.1:9999/',
      sendResolved: true,
    })),
    route: { ...first, routes: others },
  };
}

function routeTo(receiver: string): Route {
  return {
    receiver,
    matchers: [],
    continue: false,
    groupBy: [],
    groupWaitMs: 30_000,
    groupIntervalMs: 300_000,
    repeatIntervalMs: 14_400_000,
    routes: [],
  };
}
