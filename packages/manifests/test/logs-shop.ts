import type { ResolvedDefinition, ResolvedLogs } from '@telltale/definition';

/** A definition with nothing but its logs and traces. */
export function shopWith(parts: Partial<ResolvedDefinition>): ResolvedDefinition {
  return {
    service: 'dev-pynode',
    owner: 'team-core',
    metrics: [],
    targets: [],
    evaluationIntervalMs: 15_000,
    receivers: [],
    route: {
      receiver: 'none',
      matchers: [],
      continue: false,
      groupBy: [],
      groupWaitMs: 0,
      groupIntervalMs: 0,
      repeatIntervalMs: 0,
      routes: [],
    },
    rules: [],
    dashboards: [],
    queries: [],
    station: {},
    ...parts,
  };
}

/** Two files and the console, shipped to Elasticsearch by its index, as a guide to such stacks has it. */
export const SHIPPED_LOGS: ResolvedLogs = {
  level: 'info',
  index: 'dev-pynode-logs',
  retentionMs: 14 * 86_400_000,
  sinks: [
    {
      kind: 'file',
      path: 'logs/error.log',
      level: 'error',
      format: 'json',
      maxBytes: 10 * 1024 ** 2,
      maxFiles: 5,
    },
    { kind: 'file', path: '/var/log/combined.log', format: 'json', maxBytes: 10 * 1024 ** 2, maxFiles: 5 },
    { kind: 'console', format: 'text' },
  ],
};
