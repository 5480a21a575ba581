import type { CheckRule } from '../../check-rule.ts';

/** Values of labels by their position. */
export const metricNoLabelSchema: CheckRule = {
  id: 'metric/no-label-schema',
  severity: 'info',
  preset: 'strict',
  why: 'Two texts in the wrong order are still two texts: nothing says that method and status changed places.',
  doc: `Calls such as metrics.record_request("GET", "/health", "200", 0.001): two and more literal texts in a row to a function named record_… or observe_….`,
  examples: [
    {
      wrong: { files: { 'README.md': '```python\nmetrics.record_job("topic", "success", 0.05)\n```\n' } },
      right: {
        files: {
          'README.md': '```python\nmetrics.record_job(topic="topic", status="success", seconds=0.05)\n```\n',
        },
      },
    },
  ],
  *run({ texts }) {
    for (const { language, source, placeOf } of texts) {
      if (language !== 'python' && language !== 'javascript') continue;
      for (const { 0: call, index } of source.text.matchAll(POSITIONAL)) {
        const message = "labels are given by position: their names and order are in nobody's hands";
        yield {
          place: placeOf({ start: index + 1, end: index + call.length }),
          message,
          fix: 'pass them by name',
        };
      }
    }
  },
};

const POSITIONAL = /\.record_\w+\(\s*(["'])[^"'\n]*\1\s*,\s*(["'])[^"'\n]*\2[^)\n]*\)/g;
