import type { MetricFamily } from '@telltale/model';
import { family } from '../plain-family.ts';
import type { RedisInfo } from './parse-info.ts';
import { fieldsFrom } from './parse-info.ts';

const MAX_REPLICAS = 100;

/** What a primary knows of its replicas, and a replica of its primary. */
export function replicationFamilies(info: RedisInfo): MetricFamily[] {
  return [...ofReplicas(info), ...ofPrimary(info)];
}

function ofReplicas(info: RedisInfo): MetricFamily[] {
  const replicas = fieldsFrom(info, 'slave', MAX_REPLICAS).filter(([, parts]) => parts.has('ip'));
  if (replicas.length === 0) return [];
  const column = (name: string, help: string, part: string) =>
    family(
      'gauge',
      `redis_connected_slave_${name}`,
      help,
      replicas.map(([, parts]) => [
        {
          slave_ip: parts.get('ip') ?? '',
          slave_port: parts.get('port') ?? '',
          slave_state: parts.get('state') ?? '',
        },
        Number(parts.get(part)),
      ]),
    );
  return [
    column('offset_bytes', 'Offset of connected slave', 'offset'),
    column('lag_seconds', 'Lag of connected slave', 'lag'),
  ];
}

function ofPrimary({ fields }: RedisInfo): MetricFamily[] {
  const [host, port] = [fields.get('master_host'), fields.get('master_port')];
  if (host === undefined || port === undefined) return [];
  const labels = { master_host: host, master_port: port };
  const one = (name: string, help: string, value: number) => family('gauge', name, help, [[labels, value]]);
  const number = (name: string) => Number(fields.get(name) ?? NaN);
  return [
    one(
      'redis_master_link_up',
      'Master link status on Redis slave',
      Number(fields.get('master_link_status') === 'up'),
    ),
    one(
      'redis_master_last_io_seconds_ago',
      'Master last io seconds ago',
      number('master_last_io_seconds_ago'),
    ),
    one('redis_master_sync_in_progress', 'Master sync in progress', number('master_sync_in_progress')),
    one('redis_slave_repl_offset', 'Slave replication offset', number('slave_repl_offset')),
    family('gauge', 'redis_slave_info', 'Information about the Redis slave', [
      [{ ...labels, read_only: fields.get('slave_read_only') ?? '' }, 1],
    ]),
  ];
}
