import type { MetricDeclarations } from '@telltale/definition';
import { createRegistry } from '@telltale/sdk';
import { createLogCounts } from '../../../packages/sdk/src/logs/log-counts.ts';
import { createPush } from '../../../packages/sdk/src/push/create-push.ts';
import { spanCounter } from '../../../packages/sdk/src/traces/export/span-counter.ts';

/** What the SDK counts of itself: read from a registry in which all of its parts have registered. */
export async function sdkMetrics(): Promise<MetricDeclarations> {
  const registry = createRegistry();
  createLogCounts(registry);
  spanCounter(registry);
  const push = createPush(
    { to: 'pushgateway', url: 'http://127.0.0.1:9', job: 'docs', spool: false },
    { registry },
  );
  const { metrics } = await registry.gather();
  await push.shutdown();
  return Object.fromEntries(
    metrics.map(({ name, help, unit, labelNames }) => [
      name,
      { kind: 'counter', help, unit, labels: Object.fromEntries(labelNames.map((label) => [label, 'any'])) },
    ]),
  );
}
