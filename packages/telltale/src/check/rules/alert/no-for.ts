import type { CheckRule } from '../../check-rule.ts';
import { isDeadManName } from '../am/dead-man.ts';
import { alertFile } from '../examples/example-files.ts';
import { hasWindow } from './window-of.ts';

/** Alerts that fire at once. */
export const alertNoFor: CheckRule = {
  id: 'alert/no-for',
  severity: 'warning',
  preset: 'strict',
  why: 'One missed scrape or one spike pages somebody; by then it is over.',
  doc: `An alert without 'for', or with 'for: 0s', whose expression has no window of a minute and more. Not the
alert that always fires.`,
  examples: [
    {
      wrong: { files: { 'rules.yml': alertFile('process_resident_memory_bytes > 1e9') } },
      right: { files: { 'rules.yml': alertFile('process_resident_memory_bytes > 1e9\n        for: 5m') } },
    },
  ],
  *run({ rules }) {
    for (const { kind, name, forMs = 0, query, placeOf } of rules) {
      if (isDeadManName(name)) continue;
      if (kind !== 'alerting' || forMs > 0 || !query.expr || hasWindow(query.expr, 60_000)) continue;
      yield { place: placeOf('name'), message: 'the alert fires at once', fix: "add 'for: 5m'" };
    }
  },
};
