import { hostname } from 'node:os';
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
  if (url.endsWith('/api/v1/write')) return { to: 'remote-write', url };
  if (url.endsWith('/v1/metrics')) return { to: 'otlp', url };
  // A group for each run: the runs of an interrupted migration add up.
  return { to: 'pushgateway', url, grouping: { instance: `${hostname()}:${process.pid}` } };
}
