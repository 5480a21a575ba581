import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import type { FastifyInstance } from 'fastify';
import type { SeriesSource } from '@telltale/model';
import type { PrometheusFamily } from '@telltale/model/wire';
import { compileMatcher } from '@telltale/promql';
import { BadRequestError } from '../bad-request-error.ts';
import { parametersOf } from '../parameters.ts';
import { parseSelector } from '../prometheus-api/series/selectors.ts';
import { familyText } from './family-text.ts';
import { federatedFamilies } from './federated-family.ts';
import { newestSamples } from './newest-samples.ts';
import type { PageForm } from './page-form.ts';
import { choosePageForm } from './page-form.ts';
import { permit } from '../../sign-in/permit.ts';

/** Series that are written before other work gets its turn. */
const SERIES_PER_TURN = 2000;

/** `GET /federate`: the newest samples of the series that `match[]` selects, for another Prometheus. */
export function registerFederation(server: FastifyInstance, source: SeriesSource, now: () => number): void {
  server.get('/federate', permit('view'), async (request, reply) => {
    try {
      const selectors = parametersOf(request)
        .getAll('match[]')
        .map((text) => parseSelector(text).map(compileMatcher));
      const form = choosePageForm(request.headers.accept);
      const families = federatedFamilies(await newestSamples(source, selectors, now()), form.escaping);
      return await reply
        .header('content-type', form.contentType)
        .send(Readable.from(pageChunks(families, form)));
    } catch (error) {
      if (!(error instanceof BadRequestError)) throw error;
      return reply.code(400).type('text/plain; charset=utf-8').send(`${error.message}\n`);
    }
  });
}

async function* pageChunks(
  families: readonly PrometheusFamily[],
  { format }: PageForm,
): AsyncGenerator<Uint8Array> {
  const writeProto = format === 'protobuf' ? await loadProtoWriter() : undefined;
  let series = 0;
  for (const family of families) {
    const chunk = writeProto?.([family]) ?? Buffer.from(familyText(family, format === 'openmetrics'));
    if (chunk.length > 0) yield chunk;
    series += family.metrics.length;
    if (series < SERIES_PER_TURN) continue;
    series = 0;
    await nextTurn();
  }
  if (format === 'openmetrics') yield Buffer.from('# EOF\n');
}

async function loadProtoWriter(): Promise<(families: readonly PrometheusFamily[]) => Uint8Array> {
  const { writePrometheusProto } = await import('@telltale/model/wire');
  return writePrometheusProto;
}
