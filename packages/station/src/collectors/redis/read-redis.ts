import type { MetricFamily } from '@telltale/model';
import { family, single } from '../plain-family.ts';
import { commandFamilies } from './command-families.ts';
import { databaseFamilies } from './database-families.ts';
import { infoFamilies } from './info-families.ts';
import type { RedisInfo } from './parse-info.ts';
import { parseInfo } from './parse-info.ts';
import { replicationFamilies } from './replication-families.ts';

/** Sends a command and gives its reply. */
export type SendCommand = (...command: string[]) => Promise<unknown>;

/** Settings that are metrics; others may be secrets and are not asked for. */
const SETTINGS = ['maxmemory', 'maxclients', 'io-threads'] as const;

/**
 * Everything that is known of a server. `INFO` must be allowed; what its user may not run beside it is left out and
 * counted as an error.
 */
export async function readRedis(send: SendCommand): Promise<MetricFamily[]> {
  const startedMs = performance.now();
  const info = parseInfo(textOf(await send('INFO', 'ALL')));
  let refused = '';
  const allowed = async (...command: string[]): Promise<unknown> => {
    try {
      return await send(...command);
    } catch (error) {
      if (!isRefusal(error)) throw error;
      refused ||= command[0];
      return undefined;
    }
  };
  const [settings, slowCount, slowest, spikes] = await Promise.all([
    readSettings(allowed),
    allowed('SLOWLOG', 'LEN'),
    allowed('SLOWLOG', 'GET', '1'),
    allowed('LATENCY', 'LATEST'),
  ]);
  return [
    ...infoFamilies(info),
    ...commandFamilies(info),
    ...databaseFamilies(info, settings.get('databases')),
    ...replicationFamilies(info),
    ...settingFamilies(settings, info),
    ...slowLogFamilies(slowCount, slowest),
    ...spikeFamilies(spikes),
    ...ownFamilies(startedMs, refused),
  ];
}

/** Redis answered that it will not; anything else is a fault of the connection. */
function isRefusal(error: unknown): boolean {
  return error instanceof Error && /^(?:NOPERM|ERR|NOAUTH)/.test(error.message);
}

async function readSettings(send: SendCommand): Promise<ReadonlyMap<string, number>> {
  const settings = new Map<string, number>();
  const replies = await Promise.all([...SETTINGS, 'databases'].map((name) => send('CONFIG', 'GET', name)));
  for (const reply of replies) {
    if (Array.isArray(reply) && reply.length === 2) settings.set(textOf(reply[0]), Number(reply[1]));
  }
  return settings;
}

/** `INFO` tells the most important of them to those who may not ask for settings. */
function settingFamilies(settings: ReadonlyMap<string, number>, info: RedisInfo): MetricFamily[] {
  return SETTINGS.flatMap((name) => {
    const value = settings.get(name) ?? Number(info.fields.get(name) ?? NaN);
    if (Number.isNaN(value)) return [];
    const stem = name.replaceAll('-', '_');
    return [single('gauge', `redis_config_${stem}`, `Setting ${name} of the server`, value)];
  });
}

function slowLogFamilies(count: unknown, slowest: unknown): MetricFamily[] {
  if (typeof count !== 'number' || !Array.isArray(slowest)) return [];
  const newest: unknown = slowest[0];
  const [id = 0, , microseconds = 0] = Array.isArray(newest) ? newest.map(Number) : [];
  return [
    single('gauge', 'redis_slowlog_length', 'Total slowlog', count),
    single('gauge', 'redis_slowlog_last_id', 'Last id of slowlog', id),
    single(
      'gauge',
      'redis_last_slow_execution_duration_seconds',
      'The amount of time needed for last slow execution, in seconds',
      microseconds / 1e6,
    ),
  ];
}

/** Replies are lists of name, time in seconds, last and longest duration in milliseconds. */
function spikeFamilies(spikes: unknown): MetricFamily[] {
  if (!Array.isArray(spikes) || spikes.length === 0) return [];
  const rows = spikes.filter((spike): spike is unknown[] => Array.isArray(spike));
  const column = (name: string, help: string, index: number, divisor: number) =>
    family(
      'gauge',
      name,
      help,
      rows.map((row) => [{ event_name: textOf(row[0]) }, Number(row[index]) / divisor]),
    );
  return [
    column('redis_latency_spike_last', 'When the latency spike last occurred', 1, 1),
    column('redis_latency_spike_duration_seconds', 'Length of the last latency spike in seconds', 2, 1000),
  ];
}

function ownFamilies(startedMs: number, refused: string): MetricFamily[] {
  const seconds = (performance.now() - startedMs) / 1000;
  return [
    single('gauge', 'redis_exporter_last_scrape_duration_seconds', 'The last scrape duration.', seconds),
    family('gauge', 'redis_exporter_last_scrape_error', 'The last scrape error status.', [
      [{ err: refused === '' ? '' : `${refused} is not allowed` }, refused === '' ? 0 : 1],
    ]),
  ];
}

function textOf(reply: unknown): string {
  return typeof reply === 'string' || typeof reply === 'number' ? String(reply) : '';
}
