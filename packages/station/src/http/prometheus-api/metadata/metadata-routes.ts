import type { FastifyInstance } from 'fastify';
import type { MetricMetadata } from '@telltale/model';
import { LabelSet } from '@telltale/model';
import { compileMatcher } from '@telltale/promql';
import { readingParameter } from '../../bad-request-error.ts';
import { wholeNumberParameter } from '../../parameters.ts';
import { apiRoute } from '../api-routes.ts';
import { parseSelector } from '../series/selectors.ts';

/** What one target says of its metrics, by the names that queries use. */
export interface TargetMetadata {
  readonly labels: Readonly<Record<string, string>>;
  readonly families: ReadonlyMap<string, MetricMetadata>;
}

/** Where the metadata is. */
export interface MetadataSource {
  readonly targets: () => readonly TargetMetadata[];
  /** Of all metrics that were ever scraped: told where no target says anything of a metric now. */
  readonly remembered: () => ReadonlyMap<string, MetricMetadata>;
}

/** `/api/v1/metadata` and `targets/metadata`. */
export function registerMetadataRoutes(server: FastifyInstance, source: MetadataSource): void {
  apiRoute(server, ['GET'], 'metadata', (parameters) => {
    const limit = unlessNegative(wholeNumberParameter(parameters, 'limit', -1));
    const perMetric = unlessNegative(wholeNumberParameter(parameters, 'limit_per_metric', -1) || -1);
    const metric = parameters.get('metric') ?? '';
    const byName = metadataByName(source.targets(), metric, perMetric);
    for (const [name, family] of chosen(source.remembered(), metric)) {
      if (!byName.has(name)) byName.set(name, [family]);
    }
    return { data: Object.fromEntries([...byName].slice(0, limit)) };
  });
  apiRoute(server, ['GET'], 'targets/metadata', (parameters) => {
    const limit = unlessNegative(wholeNumberParameter(parameters, 'limit', -1));
    const matchers = matchTarget(parameters).map(compileMatcher);
    const metric = parameters.get('metric') ?? '';
    const data: unknown[] = [];
    for (const { labels, families } of source.targets()) {
      if (data.length >= limit) break;
      const target = LabelSet.of(labels);
      if (!matchers.every((matcher) => matcher.matches(target.get(matcher.name)))) continue;
      for (const [name, family] of chosen(families, metric)) {
        data.push({ target, ...(metric === '' && { metric: name }), ...family });
      }
    }
    return { data };
  });
}

function matchTarget(parameters: URLSearchParams) {
  const text = parameters.get('match_target') ?? '';
  return text === '' ? [] : readingParameter('match_target', () => parseSelector(text));
}

/** Negative limits are none, as in Prometheus. */
function unlessNegative(limit: number): number {
  return limit < 0 ? Infinity : limit;
}

/** One entry for each different thing that targets say of a metric. */
function metadataByName(
  targets: readonly TargetMetadata[],
  metric: string,
  perMetric: number,
): Map<string, MetricMetadata[]> {
  const byName = new Map<string, MetricMetadata[]>();
  for (const { families } of targets) {
    for (const [name, family] of chosen(families, metric)) {
      const known = byName.get(name) ?? [];
      if (known.length >= perMetric || known.some((other) => isEqual(other, family))) continue;
      byName.set(name, [...known, family]);
    }
  }
  return byName;
}

function chosen(
  families: ReadonlyMap<string, MetricMetadata>,
  metric: string,
): Iterable<readonly [string, MetricMetadata]> {
  if (metric === '') return families;
  const family = families.get(metric);
  return family ? [[metric, family]] : [];
}

function isEqual(a: MetricMetadata, b: MetricMetadata): boolean {
  return a.type === b.type && a.help === b.help && a.unit === b.unit;
}
