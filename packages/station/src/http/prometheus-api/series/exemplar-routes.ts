import type { FastifyInstance } from 'fastify';
import type { Exemplar, ExemplarStore, SeriesExemplars } from '@telltale/model';
import { formatSampleNumber } from '@telltale/model';
import { selectorsOf } from '../../../query/selectors-of.ts';
import { BadRequestError } from '../../bad-request-error.ts';
import { MAX_TIME_MS, MIN_TIME_MS, timeParameter } from '../../parameters.ts';
import { NO_CONTENT, apiRoute } from '../api-routes.ts';

/** `/api/v1/query_exemplars`: exemplars of the series that the selectors of a query select. */
export function registerExemplarRoutes(server: FastifyInstance, store: ExemplarStore): void {
  apiRoute(server, ['GET', 'POST'], 'query_exemplars', async (parameters) => {
    const startMs = timeParameter(parameters, 'start', MIN_TIME_MS);
    const endMs = timeParameter(parameters, 'end', MAX_TIME_MS);
    if (endMs < startMs) throw new BadRequestError('end timestamp must not be before start timestamp');
    const selectors = selectorsIn(parameters.get('query') ?? '');
    if (selectors.length === 0) return NO_CONTENT;
    const found = new Map<string, SeriesExemplars>();
    for (const matchers of selectors) {
      for (const one of await store.exemplars({ matchers, startMs, endMs })) found.set(one.labels.key, one);
    }
    return { data: [...found.values()].map(seriesJson) };
  });
}

function selectorsIn(query: string) {
  try {
    return selectorsOf(query);
  } catch (error) {
    throw new BadRequestError(error instanceof Error ? error.message : String(error));
  }
}

function seriesJson({ labels, exemplars }: SeriesExemplars) {
  return { seriesLabels: labels, exemplars: exemplars.map(exemplarJson) };
}

function exemplarJson({ labels, value, timestampMs }: Exemplar) {
  return { labels, value: formatSampleNumber(value), timestamp: timestampMs / 1000 };
}
