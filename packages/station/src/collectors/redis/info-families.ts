import type { MetricFamily } from '@telltale/model';
import { family, single } from '../plain-family.ts';
import { INFO_COUNTERS, INFO_GAUGES } from './info-fields.ts';
import type { RedisInfo } from './parse-info.ts';

/** Fields that tell which server this is. */
const IDENTITY = [
  'role',
  'redis_version',
  'redis_build_id',
  'redis_mode',
  'os',
  'maxmemory_policy',
  'tcp_port',
  'run_id',
  'process_id',
];
const MICROSECONDS = 1e6;

/** The fields of `INFO` that are one number each, under the names of redis_exporter. */
export function infoFamilies(info: RedisInfo): MetricFamily[] {
  const { fields } = info;
  const plain = [
    ...INFO_GAUGES.map((field) => ['gauge', ...field] as const),
    ...INFO_COUNTERS.map((field) => ['counter', ...field] as const),
  ];
  const families = plain.flatMap(([type, field, name = field, factor = 1]) => {
    const value = numberOf(fields.get(field));
    if (value === undefined) return [];
    return [single(type, `redis_${name}`, `${field} of INFO`, value * factor)];
  });
  const identity = Object.fromEntries(IDENTITY.map((name) => [name, fields.get(name) ?? '']));
  const nowMicroseconds = numberOf(fields.get('server_time_usec')) ?? Date.now() * 1000;
  const uptime = numberOf(fields.get('uptime_in_seconds')) ?? 0;
  const started = Math.floor(nowMicroseconds / MICROSECONDS) - uptime;
  return [
    ...families,
    family('gauge', 'redis_instance_info', 'Information about the Redis instance', [[identity, 1]]),
    single('gauge', 'redis_start_time_seconds', 'Start time of the Redis instance since unix epoch', started),
  ];
}

/** Numbers as they are; a status that is `ok` is 1, any other one 0. */
function numberOf(text: string | undefined): number | undefined {
  if (text === undefined || text === '') return undefined;
  if (text === 'ok') return 1;
  if (text === 'err' || text === 'fail') return 0;
  const value = Number(text);
  return Number.isNaN(value) ? undefined : value;
}
