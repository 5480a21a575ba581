import { describe, expect, it } from 'vitest';
import { metricsOfGuide } from './from-guide.ts';

describe('the metrics that a guide lists', () => {
  it('are the rows of a table below a heading that speaks of metrics', () => {
    const guide = `### Available Metrics

| Metric Name | Type | Description |
|---|---|---|
| \`jobs_done_total\` | Counter | Jobs done |
| \`job_duration_seconds\` | Histogram | Time |

### Settings

| \`scrape_interval\` | 15s |
`;
    expect(metricsOfGuide(guide)).toMatchObject([
      { name: 'jobs_done_total', kind: 'counter', labels: undefined },
      { name: 'job_duration_seconds', kind: 'histogram' },
    ]);
  });

  it('are the items of a list, with labels, their values and buckets where it has them', () => {
    const guide = `#### API Metrics
- **http_requests_total**: Requests answered
  - Labels: \`method\`, \`status\` (hit, miss), \`task\` (any name)
- **http_duration_seconds**: Latency histogram
  - Buckets: 5ms, 2.5s, 10m
- \`open_sockets\`: how many
  - Buckets: 10, 50
`;
    expect(metricsOfGuide(guide)).toEqual([
      {
        name: 'http_requests_total',
        kind: 'counter',
        origin: 'guide',
        labels: new Map<string, object>([
          ['method', { kind: 'unknown' }],
          ['status', { kind: 'closed', values: ['hit', 'miss'] }],
          ['task', { kind: 'unknown' }],
        ]),
      },
      {
        name: 'http_duration_seconds',
        kind: 'histogram',
        origin: 'guide',
        labels: undefined,
        buckets: [0.005, 2.5, 600],
      },
      { name: 'open_sockets', kind: 'unknown', origin: 'guide', labels: undefined },
    ]);
  });

  it('are none where names have parts to fill in', () => {
    expect(metricsOfGuide('# Metrics\n- `{service}_requests_total`: x\n')).toEqual([]);
  });
});
