import type { ResolvedStation } from '@telltale/definition';
import { TelltaleError, parseByteSize } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';
import { durationOption } from '../io/duration-option.ts';

/** Options of the command line that say how the station runs. */
export interface StationOptions {
  readonly 'retention.time'?: string;
  readonly 'retention.size'?: string;
  readonly 'logs.retention'?: string;
  readonly 'logs.maxSize'?: string;
  readonly 'traces.retention'?: string;
  readonly 'traces.maxSize'?: string;
  readonly 'query.timeout'?: string;
  readonly 'memory.limit'?: string;
}

/** Where an option is given: on the command line, else in the environment. */
const VARIABLES = {
  'retention.time': 'TELLTALE_RETENTION_TIME',
  'retention.size': 'TELLTALE_RETENTION_SIZE',
  'logs.retention': 'TELLTALE_LOGS_RETENTION',
  'logs.maxSize': 'TELLTALE_LOGS_MAX_SIZE',
  'traces.retention': 'TELLTALE_TRACES_RETENTION',
  'traces.maxSize': 'TELLTALE_TRACES_MAX_SIZE',
  'query.timeout': 'TELLTALE_QUERY_TIMEOUT',
  'memory.limit': 'TELLTALE_MEMORY_LIMIT',
} as const satisfies Readonly<Record<keyof StationOptions, string>>;

/**
 * How the station is to run: the command line comes before environment variables, and these before the
 * definition.
 *
 * @throws TelltaleError TT_USAGE for a value that cannot be read, with where it was given
 */
export function stationOptions(
  options: StationOptions,
  { env }: Pick<CommandIo, 'env'>,
  defined: ResolvedStation = {},
): ResolvedStation {
  const given = <Value>(name: keyof StationOptions, read: (source: string, text: string) => Value) => {
    const option = options[name];
    if (option !== undefined) return read(flagOf(name), option);
    const variable = env[VARIABLES[name]];
    return variable === undefined || variable === '' ? undefined : read(VARIABLES[name], variable);
  };
  const signal = (name: 'logs' | 'traces') => {
    const keptMs = given(`${name}.retention`, durationOption);
    const maxBytes = given(`${name}.maxSize`, sizeOption);
    if (keptMs === undefined && maxBytes === undefined) return {};
    const kept = {
      ...(keptMs !== undefined && { retentionMs: keptMs }),
      ...(maxBytes !== undefined && { maxBytes }),
    };
    return { [name]: { ...defined[name], ...kept } };
  };
  const retentionMs = given('retention.time', durationOption);
  const retentionBytes = given('retention.size', sizeOption);
  const queryTimeoutMs = given('query.timeout', durationOption);
  const memoryLimitBytes = given('memory.limit', sizeOption);
  return {
    ...defined,
    ...(retentionMs !== undefined && { retentionMs }),
    ...(retentionBytes !== undefined && { retentionBytes }),
    ...signal('logs'),
    ...signal('traces'),
    ...(queryTimeoutMs !== undefined && { queryTimeoutMs }),
    ...(memoryLimitBytes !== undefined && { memoryLimitBytes }),
  };
}

/** As it is written on the command line. */
function flagOf(name: keyof StationOptions): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

function sizeOption(source: string, text: string): number {
  const bytes = parseByteSize(text);
  if (bytes !== undefined && bytes > 0) return bytes;
  throw new TelltaleError('TT_USAGE', `${source} must be a size such as 10GB or 512MB, not "${text}"`);
}
