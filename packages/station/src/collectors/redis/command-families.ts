import type { MetricFamily } from '@telltale/model';
import { LabelSet } from '@telltale/model';
import { family } from '../plain-family.ts';
import type { RedisInfo } from './parse-info.ts';
import { fieldsFrom } from './parse-info.ts';

/** Redis has some hundred commands, and modules some more. */
const MAX_COMMANDS = 1000;
/** Scripts can make up errors; Redis itself remembers no more. */
const MAX_ERRORS = 128;
const MICROSECONDS = 1e-6;

/** Commands by name: calls, time, failures; errors by their first word; percentiles. */
export function commandFamilies(info: RedisInfo): MetricFamily[] {
  const commands = fieldsFrom(info, 'cmdstat_', MAX_COMMANDS);
  const errors = fieldsFrom(info, 'errorstat_', MAX_ERRORS);
  const column = (name: string, help: string, part: string, factor = 1) =>
    family(
      'counter',
      `redis_commands_${name}total`,
      help,
      commands
        // Older versions do not count failures.
        .filter(([, parts]) => parts.has(part))
        .map(([cmd, parts]) => [{ cmd }, Number(parts.get(part)) * factor]),
    );
  return [
    column('', 'Total number of calls per command', 'calls'),
    column('duration_seconds_', 'Total amount of time in seconds spent per command', 'usec', MICROSECONDS),
    column('rejected_calls_', 'Total number of calls rejected per command', 'rejected_calls'),
    column('failed_calls_', 'Total number of errors prior command execution per command', 'failed_calls'),
    family(
      'counter',
      'redis_errors_total',
      'Total number of errors per error type',
      errors.map(([err, parts]) => [{ err }, Number(parts.get('count'))]),
    ),
    percentiles(info, new Map(commands)),
  ].filter(({ samples }) => samples.length > 0);
}

function percentiles(
  info: RedisInfo,
  commands: ReadonlyMap<string, ReadonlyMap<string, string>>,
): MetricFamily {
  const name = 'redis_latency_percentiles_usec';
  const sample = (suffix: string, labels: Readonly<Record<string, string>>, value: number) => ({
    labels: LabelSet.of({ ...labels, __name__: `${name}${suffix}` }),
    value,
  });
  const samples = fieldsFrom(info, `latency_percentiles_usec_`, MAX_COMMANDS).flatMap(([cmd, parts]) => {
    const counts = commands.get(cmd);
    return [
      ...[...parts].map(([quantile, value]) =>
        sample('', { cmd, quantile: quantile.slice(1) }, Number(value)),
      ),
      sample('_sum', { cmd }, Number(counts?.get('usec') ?? 0)),
      sample('_count', { cmd }, Number(counts?.get('calls') ?? 0)),
    ];
  });
  return {
    name,
    type: 'summary',
    help: 'A summary of latency percentile distribution per command',
    unit: '',
    samples,
  };
}
