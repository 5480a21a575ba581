import { instrument } from '@telltale/sdk';

import definition from '../telltale.config.ts';

/** The instruments of the migration; import this wherever something is worth measuring. */
export const t = instrument(definition);

t.metrics.memory_usage_bytes.collect(() => process.memoryUsage.rss());
