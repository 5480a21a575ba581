import type { AlertProof } from '@telltale/alerting';
import { beforeAll, describe, expect, test } from 'vitest';
import { proveAlerts } from '../../packages/telltale/src/prove/prove-alerts.ts';
import { startLocalTargets } from '../../packages/telltale/src/prove/targets/local-target.ts';
import { PRESETS, alertNames } from './preset-definitions.ts';

const SILENT = { show: () => undefined, end: () => undefined };

describe.each(PRESETS)('the alerts of the preset $preset reach level 5', ({ resolved }) => {
  const names = alertNames(resolved);
  let proofs: ReadonlyMap<string, AlertProof>;

  beforeAll(async () => {
    const targets = await startLocalTargets(names.length);
    try {
      const all = await proveAlerts({ resolved, names, targets, upTo: 5, progress: SILENT });
      proofs = new Map(all.map((proof) => [proof.alertName, proof]));
    } finally {
      await Promise.all(targets.map((target) => target.close()));
    }
  });

  test.each(names)('%s fires, is delivered by Slack, PagerDuty, mail and webhook, and resolves', (name) => {
    const proof = proofs.get(name);
    expect(proof?.steps.filter(({ outcome }) => outcome !== 'passed')).toEqual([]);
    expect(proof?.level).toBe(5);
    for (const status of ['firing', 'resolved']) {
      const kinds = proof?.deliveries.filter((one) => one.status === status).map(({ kind }) => kind);
      expect(kinds?.toSorted(), status).toEqual(['email', 'pagerduty', 'slack', 'webhook']);
    }
  });

  test('what is delivered is marked as a drill, has a summary and a runbook, and no gap', () => {
    for (const { alertName, deliveries } of proofs.values()) {
      const hook = deliveries.find(({ kind }) => kind === 'webhook');
      expect(hook?.payload, alertName).toMatchObject({
        alerts: [
          {
            labels: { alertname: alertName, drill: 'true', severity: expect.stringMatching(/./) },
            annotations: {
              summary: expect.stringMatching(/^\[DRILL\] ./),
              runbook_url: expect.stringMatching(/^docs\/runbooks\/.+\.md$/),
            },
          },
        ],
      });
      expect(JSON.stringify(deliveries), alertName).not.toMatch(/<no value>|<error expanding|\[object /);
    }
  });
});
