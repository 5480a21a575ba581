import { defineMonitoring, gauge } from '@telltale/sdk/define';
import { METRICS, metricName } from './shape.ts';

/** Twenty charts of ten series each. */
export default defineMonitoring({
  service: 'bench',
  metrics: Object.fromEntries(
    Array.from({ length: METRICS }, (_, i) => [
      metricName(i),
      gauge({ help: `Metric ${i}`, labels: { series: 'any' } }),
    ]),
  ),
  dashboards: (m) => ({
    Bench: Object.fromEntries(
      Array.from({ length: METRICS }, (_, i) => [
        `Panel ${i}`,
        { query: m[metricName(i)].now(), legend: '{{series}}' },
      ]),
    ),
  }),
});
