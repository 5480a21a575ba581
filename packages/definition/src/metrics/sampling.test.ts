import { expect, test } from 'vitest';
import { defineMonitoring } from '../monitoring/define-monitoring.ts';
import { resolveDefinition } from '../resolve/resolve-definition.ts';
import { counter, histogram } from './declaration.ts';
import type { MetricDeclarations } from './declaration.ts';
import type { SamplingOptions } from './sampling.ts';
import { summary } from './summary.ts';

function faultsOf(metrics: MetricDeclarations): readonly string[] {
  try {
    resolveDefinition(defineMonitoring({ service: 'shop', metrics }));
    return [];
  } catch (error) {
    return error instanceof Error ? error.message.split('\n') : [];
  }
}

test('a sample is a share above 0, at most 1', () => {
  const wrong = [0, -1, 1.1, Number.NaN, '0.5', undefined].map((ratio) => ({ ratio }) as SamplingOptions);
  for (const sampling of wrong) {
    const told = faultsOf({
      lookups: histogram({ help: 'Look-ups', buckets: [1], sampling }),
      sizes: summary({ help: 'Sizes', sampling }),
      orders_total: counter({ help: 'Orders', labels: { tenant: { sampling } } }),
    }).join('\n');
    for (const path of ['lookups.sampling', 'sizes.sampling', 'orders_total.labels.tenant.sampling'])
      expect(told).toContain(`metrics.${path}.ratio: write a share above 0, at most 1, such as 0.05`);
  }
});

test('a native histogram is not sampled', () => {
  const sampling = { ratio: 0.1 };
  expect(faultsOf({ waits: histogram({ help: 'W', native: true, sampling }) }).join('\n')).toContain(
    'metrics.waits.sampling: a native histogram finds its buckets by arithmetic, for every observation',
  );
});

test('what is estimated is in the help text, and known where the definition is read', () => {
  const sampling = { ratio: 0.025 };
  const metrics = {
    lookups: histogram({ help: 'Look-ups', buckets: [1], sampling }),
    orders_total: counter({ help: 'Orders', labels: { tenant: { maxValues: 9, sampling } } }),
  };
  const resolved = resolveDefinition(defineMonitoring({ service: 'shop', metrics }));
  expect(resolved.metrics).toMatchObject([
    {
      help: 'Look-ups (all are counted; their distribution is estimated from 2.5 % of them)',
      sampling,
    },
    { help: 'Orders', labels: { tenant: { kind: 'any', maxValues: 9, sampling } } },
  ]);
});
