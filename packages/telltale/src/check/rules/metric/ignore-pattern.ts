import type { CheckRule } from '../../check-rule.ts';

/** Paths left out by how they begin. */
export const metricIgnorePattern: CheckRule = {
  id: 'metric/ignore-pattern',
  severity: 'warning',
  preset: 'strict',
  why: '/metrics-report is left out too, and /health is not: neither was meant.',
  doc: `startsWith("/metrics") (or startswith) on the path of a request, where the path should be compared as a whole.`,
  examples: [
    {
      wrong: { files: { 'README.md': '```python\nif request.path.startswith("/metrics"): return\n```\n' } },
      right: { files: { 'README.md': '```python\nif request.path in IGNORED_PATHS: return\n```\n' } },
    },
  ],
  *run({ texts }) {
    for (const { language, source, placeOf } of texts) {
      if (language !== 'python' && language !== 'javascript') continue;
      for (const { 0: call, index } of source.text.matchAll(PREFIX)) {
        const message = 'other paths begin like that too';
        yield {
          place: placeOf({ start: index + 1, end: index + call.length }),
          message,
          fix: 'compare whole paths with a list',
        };
      }
    }
  },
};

const PREFIX = /\.starts[wW]ith\(\s*["']\/(?:metrics|health|ready|live|ping)["']\s*\)/g;
