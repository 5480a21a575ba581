import type { AlertRuleView, AlertsResponse, TargetView, TargetsResponse } from '@telltale/station/contract';
import { expect, test } from 'vitest';
import { headline } from './overall-state.ts';

const INSTANCE = {
  labels: {},
  annotations: {},
  activeAtMs: 0,
  value: 1,
  receivers: [],
  silencedBy: [],
  inhibitedBy: [],
  mutedBy: [],
};

function alerts(...states: readonly ('pending' | 'firing')[]): AlertsResponse {
  const rule: AlertRuleView = {
    name: 'HighErrorRate',
    group: 'shop',
    query: 'up == 0',
    unit: '',
    condition: null,
    forMs: 0,
    labels: {},
    annotations: {},
    state: 'inactive',
    alerts: states.map((state) => ({ ...INSTANCE, state })),
    lastEvaluationMs: null,
    lastDurationMs: null,
    lastError: '',
    source: '',
    history: [],
  };
  return { rules: [rule], notifications: [] };
}

function targets(...healths: readonly TargetView['health'][]): TargetsResponse {
  const rest = { lastError: '', lastScrapeMs: null, lastDurationMs: null, samples: 0, bodyBytes: 0 };
  return {
    targets: healths.map((health) => ({
      ...rest,
      job: 'shop',
      instance: 'a',
      url: 'a',
      health,
      intervalMs: 1000,
      timeoutMs: 1000,
      labels: {},
      recent: [],
    })),
    pushed: [],
  };
}

test.each([
  [alerts('firing', 'pending', 'firing'), targets('down'), '2 alerts firing', 'telling'],
  [alerts('pending'), targets('up', 'down'), '1 target down', 'telling'],
  [alerts('pending'), targets('up'), '1 alert pending', 'restless'],
  [alerts(), targets('up'), 'All quiet', 'quiet'],
  [undefined, undefined, 'Looking…', 'quiet'],
  [undefined, targets('up'), 'Looking…', 'quiet'],
  [alerts(), undefined, 'Looking…', 'quiet'],
  [undefined, targets('down'), '1 target down', 'telling'],
  [alerts(), targets('unknown'), 'Waiting for the first scrape', 'quiet'],
  [{ rules: [], notifications: [] }, targets(), 'Nothing is watched yet', 'quiet'],
])('the headline tells the worst there is (%#)', (someAlerts, someTargets, text, mark) => {
  expect(headline(someAlerts, someTargets)).toEqual({ text, mark });
});
