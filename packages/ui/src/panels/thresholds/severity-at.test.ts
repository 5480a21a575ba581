import type { PanelThreshold } from '@telltale/station/contract';
import { expect, test } from 'vitest';
import { breachOf } from './severity-at.ts';

const WARNING: PanelThreshold = { value: 5, severity: 'warning', isBad: 'above' };
const CRITICAL: PanelThreshold = { value: 9, severity: 'critical', isBad: 'above' };
const LOW: PanelThreshold = { value: 1, severity: 'info', isBad: 'below' };
const ALL = [LOW, WARNING, CRITICAL];

test.each([
  [5, undefined],
  [6, WARNING],
  [10, CRITICAL],
  [0, LOW],
  [null, undefined],
])('%d is beyond the worst threshold that it breaks', (value, expected) => {
  expect(breachOf(ALL, value)).toBe(expected);
});
