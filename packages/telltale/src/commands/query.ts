import { TelltaleError } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { durationOption } from '../io/duration-option.ts';
import { serverAddress } from '../io/server-address.ts';
import { momentOption } from '../io/moment-option.ts';
import { isAnswer, printQueryResult } from '../query/query-output.ts';
import type { QueryAnswer } from '../query/query-output.ts';
import { findSavedQuery, savedQueries } from '../query/saved-queries.ts';
import type { SavedQuery } from '../query/saved-queries.ts';
import { askServer } from '../server/ask-server.ts';

/** The options of `telltale query`. */
export interface QueryCommandOptions {
  /** PromQL, or the name of a saved query; lists the saved queries without it. */
  readonly expression?: string;
  readonly url?: string;
  /** Moment of the answer, and end of the range; now without it. */
  readonly at?: string;
  readonly range?: string;
  readonly step?: string;
  readonly json?: boolean;
}

/** A range without a step gets about this many points. */
const DEFAULT_POINTS = 60;
/** Longer than servers let a query run. */
const TIMEOUT_MS = 150_000;

/** `telltale query`: asks a Prometheus-compatible server and prints the answer as a table. */
export async function queryCommand(options: QueryCommandOptions, io: CommandIo): Promise<number> {
  const server = serverAddress(options.url, io);
  const { expression } = options;
  if (expression === undefined) return listQueries(server, options, io);
  const path = (query: string): string => requestPath({ ...options, expression: query });
  const asWritten = path(expression);
  const saved = await findSavedQuery(server, expression);
  const answer = await ask(server, saved === undefined ? asWritten : path(saved.query));
  if (saved !== undefined && !options.json) io.writeError(`${describe(saved)}\n`);
  if (options.json) io.write(`${JSON.stringify(answer, undefined, 2)}\n`);
  else if (answer.status === 'error') io.writeError(`telltale: ${answer.error}\n`);
  else printQueryResult(answer.data, io);
  return answer.status === 'success' ? EXIT.ok : EXIT.failure;
}

async function listQueries(server: string, { json }: QueryCommandOptions, io: CommandIo): Promise<number> {
  const queries = await savedQueries(server);
  if (json) io.write(`${JSON.stringify({ queries }, undefined, 2)}\n`);
  else for (const query of queries) io.write(`${query.name}\n  ${describe(query)}\n`);
  if (queries.length === 0) {
    io.writeError(`${server} saves no queries: write them into the section \`queries\` of the definition.\n`);
  }
  return EXIT.ok;
}

function describe({ help, unit, query }: SavedQuery): string {
  return [help, unit === '' ? '' : `[${unit}]`, query].filter((part) => part !== '').join('  ');
}

function requestPath(options: QueryCommandOptions & { readonly expression: string }): string {
  const parameters = new URLSearchParams({ query: options.expression });
  if (options.range === undefined) {
    if (options.step !== undefined) throw stepWithoutRange(options.step);
    if (options.at !== undefined) parameters.set('time', String(momentOption('--at', options.at) / 1000));
    return `/api/v1/query?${parameters.toString()}`;
  }
  const rangeMs = durationOption('--range', options.range);
  const stepMs =
    options.step === undefined
      ? Math.max(1000, Math.ceil(rangeMs / DEFAULT_POINTS))
      : durationOption('--step', options.step);
  const endMs = options.at === undefined ? Date.now() : momentOption('--at', options.at);
  parameters.set('start', String((endMs - rangeMs) / 1000));
  parameters.set('end', String(endMs / 1000));
  parameters.set('step', String(stepMs / 1000));
  return `/api/v1/query_range?${parameters.toString()}`;
}

function stepWithoutRange(step: string): TelltaleError {
  return new TelltaleError('TT_USAGE', `--step ${step} has no effect without --range`, {
    fix: `Add --range, for example --range 1h --step ${step}, or leave --step out.`,
  });
}

async function ask(server: string, path: string): Promise<QueryAnswer> {
  const { status, text, json } = await askServer(server, path, { timeoutMs: TIMEOUT_MS });
  if (isAnswer(json)) return json;
  const beginning = JSON.stringify(text.slice(0, 100));
  throw new TelltaleError(
    'TT_STATION_UNREACHABLE',
    `${server} answered HTTP ${status} with something that is no Prometheus API answer: ${beginning}`,
  );
}
