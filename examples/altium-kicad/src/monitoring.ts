import { hostname } from 'node:os';
import { join } from 'node:path';
import { instrument } from '@telltale/sdk';
import type { PushOptions } from '@telltale/sdk';

import definition from '../telltale.config.ts';
import { options } from './options.ts';

/** The instruments of the migration; import this wherever something is worth measuring. */
export const t = instrument(definition, { push: pushOptions(options.push) });

t.metrics.memory_usage_bytes.collect(() => process.memoryUsage.rss());

/** A run may be over before anybody asks for its metrics: `--push` says where they are sent. */
function pushOptions(url: string | undefined): PushOptions | undefined {
  if (url === undefined) return undefined;
  // What a killed run had counted is kept beside what it had written.
  const spool = join(options.out, '.unsent');
  if (url.endsWith('/api/v1/write')) return { to: 'remote-write', url, spool };
  if (url.endsWith('/v1/metrics')) return { to: 'otlp', url, spool };
  // A group for each run: the runs of an interrupted migration add up.
  return { to: 'pushgateway', url, spool, grouping: { instance: `${hostname()}:${process.pid}` } };
}
