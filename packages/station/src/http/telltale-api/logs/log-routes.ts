import type { CompileRegexp, LogSelection, LogStore } from '@telltale/model';
import type { FastifyInstance } from 'fastify';
import type { LogCountsResponse, LogFieldsResponse, LogsResponse } from '../../../contract.ts';
import type { LogIntake } from '../../../intake/intake.ts';
import { BadRequestError } from '../../bad-request-error.ts';
import { durationParameter } from '../../parameters.ts';
import { registerRead } from '../../read-route.ts';
import { choiceParameter, countParameter, rangeParameters } from '../range-parameters.ts';
import { registerLogDownload } from './download-route.ts';
import { logFilterOf } from './log-filter.ts';
import { registerLogTail } from './tail-route.ts';

/** Records of a page, and around another one. */
const PAGE = { fallback: 100, most: 5000 };
const CONTEXT = { fallback: 10, least: 0, most: 1000 };
/** Records whose fields are looked at. */
const SAMPLE = { fallback: 1000, most: 10_000 };
const MINUTE_MS = 60_000;
/** As many as a range query has points. */
const MAX_STEPS = 11_000;

/** What the routes of logs read from. */
export interface LogRoutesOptions {
  readonly logs: LogStore;
  readonly intake: Pick<LogIntake, 'onRecords'>;
  /** Compiles the regular expressions of queries. */
  readonly compileRegexp: CompileRegexp;
  readonly now: () => number;
}

/**
 * `GET /api/telltale/logs` searches, `logs/counts` counts in steps, `logs/fields` says which fields there are,
 * `logs/context` what came around a record, `logs/download` gives a file, `logs/tail` follows.
 */
export function registerLogRoutes(server: FastifyInstance, options: LogRoutesOptions): void {
  const { logs, compileRegexp, now } = options;
  const selectionOf = (parameters: URLSearchParams): LogSelection => ({
    ...rangeParameters(parameters, now()),
    filter: logFilterOf(parameters, compileRegexp),
  });
  registerRead(server, '/api/telltale/logs', async ({ parameters, signal }): Promise<LogsResponse> => {
    const after = parameters.get('after') ?? '';
    const search = {
      ...selectionOf(parameters),
      limit: countParameter(parameters, 'limit', PAGE),
      order: choiceParameter(parameters, 'order', ['newest', 'oldest']),
      ...(after !== '' && { after }),
    };
    return logs.search(search, signal);
  });
  registerRead(
    server,
    '/api/telltale/logs/counts',
    async ({ parameters, signal }): Promise<LogCountsResponse> => {
      const selection = selectionOf(parameters);
      const stepMs = durationParameter(parameters, 'step', MINUTE_MS);
      if ((selection.endMs - selection.startMs) / stepMs > MAX_STEPS) {
        throw new BadRequestError(`that is more than ${MAX_STEPS} steps: make the step longer`);
      }
      return { stepMs, counts: await logs.counts(selection, stepMs, signal) };
    },
  );
  registerRead(
    server,
    '/api/telltale/logs/fields',
    async ({ parameters, signal }): Promise<LogFieldsResponse> => {
      const limit = countParameter(parameters, 'limit', SAMPLE);
      return { fields: await logs.fields(selectionOf(parameters), limit, signal) };
    },
  );
  registerContext(server, logs);
  registerLogDownload(server, logs, selectionOf);
  registerLogTail(server, options);
}

function registerContext(server: FastifyInstance, logs: LogStore): void {
  registerRead(
    server,
    '/api/telltale/logs/context',
    async ({ parameters, signal }) => {
      const id = parameters.get('id') ?? '';
      if (id === '') throw new BadRequestError('id is missing: the id of a record of an earlier answer');
      const before = countParameter(parameters, 'before', CONTEXT);
      const after = countParameter(parameters, 'after', CONTEXT);
      return logs.context(id, { before, after }, signal);
    },
    'there is no such log record; it may be older than what is kept',
  );
}
