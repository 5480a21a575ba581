import { once } from 'node:events';
import type { ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { compileLogFilter } from '@telltale/model';
import type { CompileRegexp, LogTest } from '@telltale/model';
import type { FastifyInstance } from 'fastify';
import type { LogIntake } from '../../../intake/intake.ts';
import { LogTail } from '../../../logs/log-tail.ts';
import type { TailBatch } from '../../../logs/log-tail.ts';
import { parametersOf } from '../../parameters.ts';
import { badRequest } from '../../read-route.ts';
import { UnavailableError } from '../../unavailable-error.ts';
import { logFilterOf } from './log-filter.ts';
import { permit } from '../../../sign-in/permit.ts';

/** Clients that follow at the same time; each looks at every record. */
const MAX_TAILS = 32;
/** Records that come together are sent together. */
const COALESCE_MS = 50;
/** Comment lines keep proxies from closing a quiet stream. */
const KEEP_ALIVE_MS = 15_000;

/** What the tail reads from. */
export interface LogTailRouteOptions {
  readonly intake: Pick<LogIntake, 'onRecords'>;
  readonly compileRegexp: CompileRegexp;
}

/**
 * `GET /api/telltale/logs/tail`: server-sent events. `records` has the newest records of `query` and `filter` as a JSON list,
 * the oldest first; `dropped` before it says how many are missing (`{"dropped":7}`) because the client did not read
 * as fast as they came.
 */
export function registerLogTail(
  server: FastifyInstance,
  { intake, compileRegexp }: LogTailRouteOptions,
): void {
  const open = new Set<LogTail>();
  server.get(
    '/api/telltale/logs/tail',
    { exposeHeadRoute: false, ...permit('view') },
    async (request, reply) => {
      const test = testOf(parametersOf(request), compileRegexp);
      if (open.size >= MAX_TAILS) throw new TooManyTailsError();
      const tail = new LogTail({ intake, test });
      open.add(tail);
      reply.hijack();
      reply.raw.on('close', () => tail.close());
      try {
        await sendTail(tail, reply.raw);
      } finally {
        tail.close();
        open.delete(tail);
        reply.raw.end();
      }
    },
  );
  server.addHook('preClose', async () => {
    for (const tail of open) tail.close();
  });
}

class TooManyTailsError extends UnavailableError {
  readonly statusCode = 503;

  constructor() {
    super(`${MAX_TAILS} clients follow the logs already: end one of them, or search instead`);
  }
}

function testOf(parameters: URLSearchParams, compileRegexp: CompileRegexp): LogTest {
  try {
    return compileLogFilter(logFilterOf(parameters, compileRegexp), compileRegexp);
  } catch (error) {
    return badRequest(error);
  }
}

async function sendTail(tail: LogTail, stream: ServerResponse): Promise<void> {
  stream.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  stream.write('retry: 2000\nevent: hello\ndata: {}\n\n');
  const keepAlive = setInterval(() => stream.write(':\n\n'), KEEP_ALIVE_MS);
  const closed = new AbortController();
  stream.once('close', () => closed.abort());
  try {
    for (let batch = await tail.next(); batch; batch = await tail.next()) {
      if (!stream.write(eventsOf(batch))) await once(stream, 'drain', { signal: closed.signal });
      await delay(COALESCE_MS, undefined, { signal: closed.signal });
    }
  } catch (error) {
    // The client went away while it was waited for.
    if (!closed.signal.aborted) throw error;
  } finally {
    clearInterval(keepAlive);
  }
}

function eventsOf({ dropped, records }: TailBatch): string {
  const gap = dropped === 0 ? '' : `event: dropped\ndata: ${JSON.stringify({ dropped })}\n\n`;
  return `${gap}event: records\ndata: ${JSON.stringify(records)}\n\n`;
}
