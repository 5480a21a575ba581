import type { AlertProof } from '@telltale/alerting';
import { beforeAll, describe, expect, test } from 'vitest';
import { proveAlerts } from '../../packages/telltale/src/prove/prove-alerts.ts';
import { proveWithServers } from '../../packages/telltale/src/prove/servers/prove-with-servers.ts';
import { startLocalTargets } from '../../packages/telltale/src/prove/targets/local-target.ts';
import { hasProgram } from '../support/counterpart.ts';
import { PRESETS, alertNames } from './preset-definitions.ts';

const SILENT = { show: () => undefined, end: () => undefined };
const isLong = process.env['TELLTALE_TEST_SCALE'] === 'long';
const hasServers = hasProgram('prometheus') && hasProgram('prometheus-alertmanager');
/** The long run proves all alerts; otherwise two that fire in one round and resolve within seconds. */
const QUICK = ['MigrationErrorRateHigh', 'LowMappingConfidence'];
const LIMIT_MS = 30 * 60_000;
/** Presets are proven beside each other: servers mostly wait. */
const CHOSEN = isLong ? PRESETS : PRESETS.filter(({ preset }) => preset === 'migration');

describe.skipIf(!hasServers)('alerts through a real Prometheus and a real Alertmanager', () => {
  const proofs = new Map<string, AlertProof>();

  beforeAll(async () => {
    await Promise.all(
      CHOSEN.map(async ({ preset, resolved }) => {
        const names = isLong ? alertNames(resolved) : QUICK;
        const targets = await startLocalTargets(names.length);
        const here = await proveAlerts({ resolved, names, targets, upTo: 5, progress: SILENT });
        await Promise.all(targets.map((target) => target.close()));
        const all = await proveWithServers({ resolved, proofs: here, progress: SILENT });
        for (const proof of all) proofs.set(`${preset} ${proof.alertName}`, proof);
      }),
    );
  }, LIMIT_MS);

  describe.each(CHOSEN)('the preset $preset', ({ preset, resolved }) => {
    test.each(isLong ? alertNames(resolved) : QUICK)(
      '%s reaches level 6: the servers deliver it by Slack, PagerDuty, mail and webhook, and its end',
      (name) => {
        const proof = proofs.get(`${preset} ${name}`);
        expect(proof?.steps.at(-1)).toMatchObject({ outcome: 'passed', level: 6 });
        expect(proof?.level).toBe(6);
      },
    );
  });
});
