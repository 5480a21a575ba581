import { Readable } from 'node:stream';
import type { LogSelection, LogStore } from '@telltale/model';
import type { FastifyInstance } from 'fastify';
import { closeSignal } from '../../close-signal.ts';
import { parametersOf } from '../../parameters.ts';
import { badRequest } from '../../read-route.ts';
import { countParameter } from '../range-parameters.ts';
import { permit } from '../../../sign-in/permit.ts';

/** The most records of a file; whoever wants more asks for shorter times. */
const DOWNLOAD = { fallback: 100_000, most: 100_000 };
/** Records that are read, and held, at once. */
const PAGE = 1000;

/**
 * `GET /api/telltale/logs/download`: the newest records of a selection as a file, a record a line (NDJSON), 100,000 at
 * most. It is read page by page as fast as the client takes it.
 */
export function registerLogDownload(
  server: FastifyInstance,
  logs: LogStore,
  selectionOf: (parameters: URLSearchParams) => LogSelection,
): void {
  server.get('/api/telltale/logs/download', permit('view'), async (request, reply) => {
    const parameters = parametersOf(request);
    const [selection, limit] = checked(() => [
      selectionOf(parameters),
      countParameter(parameters, 'limit', DOWNLOAD),
    ]);
    const name = `logs-${new Date(selection.endMs).toISOString().replaceAll(/[:.]/g, '-')}.ndjson`;
    reply
      .type('application/x-ndjson; charset=utf-8')
      .header('cache-control', 'no-store')
      .header('content-disposition', `attachment; filename="${name}"`);
    return reply.send(Readable.from(linesOf(logs, selection, limit, closeSignal(reply))));
  });
}

function checked<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    return badRequest(error);
  }
}

async function* linesOf(
  logs: LogStore,
  selection: LogSelection,
  limit: number,
  signal: AbortSignal,
): AsyncGenerator<string> {
  let after: string | undefined;
  for (let left = limit; left > 0;) {
    const page = await logs.search(
      { ...selection, limit: Math.min(left, PAGE), ...(after !== undefined && { after }) },
      signal,
    );
    if (page.records.length === 0) return;
    yield page.records.map((record) => `${JSON.stringify(record)}\n`).join('');
    if (!page.hasMore) return;
    left -= page.records.length;
    after = page.records.at(-1)?.id;
  }
}
