import type { FastifyInstance } from 'fastify';
import type { QueryService } from '@telltale/model';
import { BadRequestError, readingParameter } from '../../bad-request-error.ts';
import { limitParameter } from '../../parameters.ts';
import type { ApiAnswer } from '../api-routes.ts';
import { apiRoute } from '../api-routes.ts';
import { unescapeLabelName } from './label-name.ts';
import { seriesQuery } from './selectors.ts';

/** `/api/v1/series`, `labels` and `label/:name/values`. */
export function registerSeriesRoutes(server: FastifyInstance, query: QueryService): void {
  apiRoute(server, ['GET', 'POST'], 'series', async (parameters) => {
    if (!parameters.has('match[]')) throw new BadRequestError('no match[] parameter provided');
    const limit = limitParameter(parameters);
    const asked = seriesQuery(parameters, (read) => readingParameter('match[]', read));
    return limited(await query.series(asked), limit);
  });
  apiRoute(server, ['GET', 'POST'], 'labels', async (parameters) => {
    const limit = limitParameter(parameters);
    return limited(await query.labelNames(seriesQuery(parameters)), limit);
  });
  apiRoute<{ name: string }>(server, ['GET'], 'label/:name/values', async (parameters, { name }) => {
    const limit = limitParameter(parameters);
    return limited(await query.labelValues(unescapeLabelName(name), seriesQuery(parameters)), limit);
  });
}

function limited(items: readonly unknown[], limit: number): ApiAnswer {
  if (items.length <= limit) return { data: items };
  return { data: items.slice(0, limit), remarks: { warnings: ['results truncated due to limit'] } };
}
