import type { CheckRule } from '../../check-rule.ts';

/** Probes counted as requests. */
export const metricProbeCounted: CheckRule = {
  id: 'metric/probe-counted',
  severity: 'warning',
  preset: 'strict',
  why: 'Probes come every few seconds and never fail: they dilute the ratio of errors and pull the latency down.',
  doc: `Code that records a request for /health, /ready, /live, /metrics or the like.`,
  examples: [
    {
      wrong: { files: { 'README.md': '```python\nmetrics.observe_request("/health")\n```\n' } },
      right: { files: { 'README.md': '```python\nmetrics.observe_request("/orders")\n```\n' } },
    },
  ],
  *run({ texts }) {
    for (const { language, source, placeOf } of texts) {
      if (language !== 'python' && language !== 'javascript') continue;
      for (const match of source.text.matchAll(RECORDED)) {
        const path = match[1];
        const start = match.index + match[0].length - path.length - 1;
        const message = `requests for ${path} are counted with those of users`;
        yield {
          place: placeOf({ start, end: start + path.length }),
          message,
          fix: 'leave probes and scrapes out',
        };
      }
    }
  },
};

const RECORDED =
  /\b(?:record|observe|track|count)_?[rR]equest\([^)\n]*?["'](\/(?:api\/)?(?:health|healthz|ready|readyz|live|livez|ping|metrics))["']/g;
