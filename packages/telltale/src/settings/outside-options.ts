import type { ResolvedClickHouse, ResolvedForward, ResolvedStation } from '@telltale/definition';
import {
  parseClickHouseUrl,
  parseForwardLogs,
  parseForwardMetrics,
  parseForwardTraces,
} from '@telltale/station';
import type { CommandIo } from '../io/command-io.ts';

/** Options of the command line that say what is outside of the station. */
export interface OutsideOptions {
  readonly clickhouse?: string;
  readonly 'forward.metrics'?: readonly string[];
  readonly 'forward.logs'?: readonly string[];
  readonly 'forward.traces'?: readonly string[];
}

interface Given {
  readonly text: string;
  /** Where it was given. */
  readonly source: string;
}

/**
 * Where logs and traces are kept, and where metrics, logs and traces are forwarded: the command line comes before environment variables, and these before
 * the definition. Several addresses in a variable are separated by spaces.
 *
 * @throws TelltaleError TT_USAGE for an address that cannot be read, with where it was given
 */
export function outsideOptions(
  options: OutsideOptions,
  { env }: Pick<CommandIo, 'env'>,
  defined: ResolvedStation = {},
): Pick<ResolvedStation, 'clickhouse' | 'forward'> {
  const clickhouse = clickHouseOption(options, env, defined.clickhouse);
  const metrics = given(
    options,
    'forward.metrics',
    env['TELLTALE_FORWARD_METRICS'],
    'TELLTALE_FORWARD_METRICS',
  );
  const logs = given(options, 'forward.logs', env['TELLTALE_FORWARD_LOGS'], 'TELLTALE_FORWARD_LOGS');
  const traces = given(options, 'forward.traces', env['TELLTALE_FORWARD_TRACES'], 'TELLTALE_FORWARD_TRACES');
  const forward: ResolvedForward = {
    ...defined.forward,
    ...(metrics && { metrics: metrics.map(({ text, source }) => parseForwardMetrics(text, source)) }),
    ...(logs && { logs: logs.map(({ text, source }) => parseForwardLogs(text, source, env)) }),
    ...(traces && { traces: traces.map(({ text, source }) => parseForwardTraces(text, source)) }),
  };
  return { ...(clickhouse && { clickhouse }), ...(Object.keys(forward).length > 0 && { forward }) };
}

/** A password of the definition is that of its server, and of no other. */
function clickHouseOption(
  { clickhouse: option }: OutsideOptions,
  env: CommandIo['env'],
  defined: ResolvedClickHouse | undefined,
): ResolvedClickHouse | undefined {
  const url = option ?? nonEmpty(env['TELLTALE_CLICKHOUSE_URL']);
  if (url === undefined) return defined;
  parseClickHouseUrl(url, option === undefined ? 'TELLTALE_CLICKHOUSE_URL' : '--clickhouse');
  return { url };
}

function given(
  options: OutsideOptions,
  name: 'forward.metrics' | 'forward.logs' | 'forward.traces',
  variable: string | undefined,
  variableName: string,
): readonly Given[] | undefined {
  const listed = options[name];
  if (listed) return listed.map((text) => ({ text, source: `--${name}` }));
  return nonEmpty(variable)
    ?.trim()
    .split(/\s+/)
    .map((text) => ({ text, source: variableName }));
}

function nonEmpty(text: string | undefined): string | undefined {
  return text?.trim() === '' ? undefined : text;
}
