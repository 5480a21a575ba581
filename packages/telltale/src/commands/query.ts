import { TelltaleError, parseDuration } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { stationPort } from '../io/station-port.ts';
import { printQueryResult } from './query-output.ts';
import type { QueryAnswer } from './query-output.ts';

export interface QueryCommandOptions {
  readonly expression: string;
  readonly url?: string;
  readonly range?: string;
  readonly step?: string;
  readonly json?: boolean;
}

/** A range without a step gets about this many points. */
const DEFAULT_POINTS = 60;

/** `telltale query`: asks a Prometheus-compatible server and prints the answer as a table. */
export async function queryCommand(options: QueryCommandOptions, io: CommandIo): Promise<number> {
  const base = options.url ?? `http://127.0.0.1:${stationPort(undefined, io)}`;
  const answer = await ask(new URL(requestPath(options), base), io);
  if (options.json) io.write(`${JSON.stringify(answer, undefined, 2)}\n`);
  else if (answer.status === 'error') io.writeError(`telltale: ${answer.error}\n`);
  else printQueryResult(answer.data, io);
  return answer.status === 'success' ? EXIT.ok : EXIT.failure;
}

function requestPath(options: QueryCommandOptions): string {
  const parameters = new URLSearchParams({ query: options.expression });
  if (options.range === undefined) return `/api/v1/query?${parameters.toString()}`;
  const rangeMs = durationOption('--range', options.range);
  const stepMs =
    options.step === undefined
      ? Math.max(1000, Math.ceil(rangeMs / DEFAULT_POINTS))
      : durationOption('--step', options.step);
  const endMs = Date.now();
  parameters.set('start', String((endMs - rangeMs) / 1000));
  parameters.set('end', String(endMs / 1000));
  parameters.set('step', String(stepMs / 1000));
  return `/api/v1/query_range?${parameters.toString()}`;
}

function durationOption(name: string, text: string): number {
  const ms = parseDuration(text);
  if (ms === undefined || ms <= 0) {
    throw new TelltaleError('TT_USAGE', `${name} must be a duration such as 5m or 1h30m, not "${text}"`);
  }
  return ms;
}

async function ask(url: URL, io: CommandIo): Promise<QueryAnswer> {
  let response: Response;
  try {
    response = await fetch(url);
  } catch (cause) {
    throw new TelltaleError('TT_STATION_UNREACHABLE', `no server answers at ${url.origin}`, { cause });
  }
  const text = await response.text();
  try {
    return JSON.parse(text) as QueryAnswer;
  } catch (cause) {
    io.writeError(`${text.slice(0, 500)}\n`);
    throw new TelltaleError(
      'TT_STATION_UNREACHABLE',
      `${url.origin} answered HTTP ${response.status} with something that is no Prometheus API answer`,
      { cause },
    );
  }
}
