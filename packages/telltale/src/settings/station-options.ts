import type { ResolvedStation } from '@telltale/definition';
import { TelltaleError, parseByteSize } from '@telltale/model';
import type { CommandIo } from '../io/command-io.ts';
import { durationOption } from '../io/duration-option.ts';

/** Options of the command line that say how the station runs. */
export interface StationOptions {
  readonly 'retention.time'?: string;
  readonly 'retention.size'?: string;
  readonly 'query.timeout'?: string;
}

/** Where an option is given: on the command line, else in the environment. */
const VARIABLES = {
  'retention.time': 'TELLTALE_RETENTION_TIME',
  'retention.size': 'TELLTALE_RETENTION_SIZE',
  'query.timeout': 'TELLTALE_QUERY_TIMEOUT',
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
    if (option !== undefined) return read(`--${name}`, option);
    const variable = env[VARIABLES[name]];
    return variable === undefined || variable === '' ? undefined : read(VARIABLES[name], variable);
  };
  const retentionMs = given('retention.time', durationOption);
  const retentionBytes = given('retention.size', sizeOption);
  const queryTimeoutMs = given('query.timeout', durationOption);
  return {
    ...defined,
    ...(retentionMs !== undefined && { retentionMs }),
    ...(retentionBytes !== undefined && { retentionBytes }),
    ...(queryTimeoutMs !== undefined && { queryTimeoutMs }),
  };
}

function sizeOption(source: string, text: string): number {
  const bytes = parseByteSize(text);
  if (bytes !== undefined && bytes > 0) return bytes;
  throw new TelltaleError('TT_USAGE', `${source} must be a size such as 10GB or 512MB, not "${text}"`);
}
