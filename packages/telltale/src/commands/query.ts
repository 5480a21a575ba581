import { TelltaleError } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';
import { EXIT } from '../io/command-io.ts';
import { durationOption } from '../io/duration-option.ts';
import { serverAddress } from '../io/server-address.ts';
import { isAnswer, printQueryResult } from './query-output.ts';
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
/** Longer than servers let a query run. */
const TIMEOUT_MS = 150_000;

/** `telltale query`: asks a Prometheus-compatible server and prints the answer as a table. */
export async function queryCommand(options: QueryCommandOptions, io: CommandIo): Promise<number> {
  const server = serverAddress(options.url, io);
  const answer = await ask(server, requestPath(options));
  if (options.json) io.write(`${JSON.stringify(answer, undefined, 2)}\n`);
  else if (answer.status === 'error') io.writeError(`telltale: ${answer.error}\n`);
  else printQueryResult(answer.data, io);
  return answer.status === 'success' ? EXIT.ok : EXIT.failure;
}

function requestPath(options: QueryCommandOptions): string {
  const parameters = new URLSearchParams({ query: options.expression });
  if (options.range === undefined) {
    if (options.step !== undefined) throw stepWithoutRange(options.step);
    return `/api/v1/query?${parameters.toString()}`;
  }
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

function stepWithoutRange(step: string): TelltaleError {
  return new TelltaleError('TT_USAGE', `--step ${step} has no effect without --range`, {
    fix: `Add --range, for example --range 1h --step ${step}, or leave --step out.`,
  });
}

async function ask(server: string, path: string): Promise<QueryAnswer> {
  let status: number;
  let text: string;
  try {
    const response = await fetch(`${server}${path}`, { signal: AbortSignal.timeout(TIMEOUT_MS) });
    status = response.status;
    text = await response.text();
  } catch (cause) {
    throw new TelltaleError('TT_STATION_UNREACHABLE', `no server answers at ${server}`, { cause });
  }
  const answer = parseAnswer(text);
  if (answer !== undefined) return answer;
  const beginning = JSON.stringify(text.slice(0, 100));
  throw new TelltaleError(
    'TT_STATION_UNREACHABLE',
    `${server} answered HTTP ${status} with something that is no Prometheus API answer: ${beginning}`,
  );
}

function parseAnswer(text: string): QueryAnswer | undefined {
  try {
    const answer: unknown = JSON.parse(text);
    return isAnswer(answer) ? answer : undefined;
  } catch {
    return undefined;
  }
}
