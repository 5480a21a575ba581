import { formatDuration } from '@telltale/model';
import type { CheckRule } from '../../check-rule.ts';
import { definitionWithSlo } from './example-slo.ts';
import { slosOf } from './slos-of.ts';

const DAY_MS = 86_400_000;

/** Windows of SLOs for which no samples are left. */
export const sloWindow: CheckRule = {
  id: 'slo/window',
  severity: 'error',
  why: 'Samples of the start of the window are deleted before it ends: the budget is of a shorter time than it says.',
  doc: 'An SLO whose window is longer than samples are kept.',
  examples: [
    {
      wrong: { definition: definitionWithSlo({ windowMs: 90 * DAY_MS }) },
      right: { definition: definitionWithSlo({ windowMs: 30 * DAY_MS }) },
    },
  ],
  *run(workspace) {
    for (const { slo, retentionMs, place } of slosOf(workspace)) {
      if (retentionMs === undefined || slo.windowMs <= retentionMs) continue;
      const message = `the window of '${slo.name}' is ${formatDuration(slo.windowMs)}, samples are kept for ${formatDuration(retentionMs)}`;
      yield { place, message, fix: 'keep samples longer, or shorten the window' };
    }
  },
};
