import type { ResolvedMetric, ResolvedTarget } from '../resolved.ts';
import type { RuleFacts } from './resolve-rules.ts';

const LASTING: ReadonlySet<string> = new Set(['gauge', 'info', 'stateset']);
const SUFFIX = /_(?:bucket|sum|count)$/;

/** What alerts need to know of metrics and targets. */
export function ruleFacts(
  metrics: readonly ResolvedMetric[],
  targets: readonly ResolvedTarget[],
  intervalMs: number,
): RuleFacts {
  const byName = new Map(metrics.map((metric) => [metric.name, metric]));
  const find = (name: string) => byName.get(name) ?? byName.get(name.replace(SUFFIX, ''));
  return {
    isLasting: (name) => LASTING.has(find(name)?.kind ?? ''),
    jobsOf: (name) => {
      const metric = find(name);
      if (metric === undefined) return [];
      return targets
        .filter(
          ({ exporter, service }) => exporter === metric.exporter && isSameService(service, metric.service),
        )
        .map(({ job }) => job);
    },
    scrapeIntervalMs: Math.max(intervalMs, ...targets.map((target) => target.intervalMs)),
  };
}

function isSameService(a: string | undefined, b: string | undefined): boolean {
  return a === undefined || b === undefined || a === b;
}
