import type { CheckRule } from '../../check-rule.ts';

function config(rest: string): string {
  return `alerts:\n  - name: high_latency\n    condition: request_seconds_max > 1\n${rest}    duration: 5m\n`;
}

/** Alerts with two thresholds. */
export const alertDoubleThreshold: CheckRule = {
  id: 'alert/double-threshold',
  severity: 'error',
  why: 'Nobody can tell which of the two numbers counts.',
  doc: "An entry of a list 'alerts' whose condition compares with a number and that has a 'threshold' as well.",
  examples: [
    {
      wrong: { files: { 'monitoring.yml': config('    threshold: 10\n') } },
      right: { files: { 'monitoring.yml': config('') } },
    },
  ],
  *run({ documents }) {
    for (const { kind, root, placeOf } of documents) {
      if (kind !== 'monitoring-config') continue;
      for (const alert of root.get('alerts')?.items() ?? []) {
        const condition = alert.get('condition')?.text() ?? '';
        const threshold = alert.get('threshold');
        const own = /[<>=]=?\s*(-?[\d.]+\S*)/.exec(condition)?.[1];
        if (!threshold || own === undefined || threshold.text() === own) continue;
        const message = `the condition says ${own}, the threshold says ${threshold.text() ?? ''}`;
        yield { place: placeOf(threshold), message, fix: 'keep one of the two' };
      }
    }
  },
};
