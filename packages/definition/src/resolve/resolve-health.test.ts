import { describe, expect, test } from 'vitest';
import { DefinitionError, aiApp, defineMonitoring, healthPlan, resolveDefinition } from '../index.ts';
import type { HealthDeclaration, MonitoringDefinition } from '../index.ts';

const withHealth = (health: unknown): MonitoringDefinition =>
  defineMonitoring({ service: 'shop', health: health as HealthDeclaration });

function faultsOf(health: unknown): readonly string[] {
  try {
    resolveDefinition(withHealth(health));
  } catch (error) {
    if (!(error instanceof DefinitionError)) throw error;
    return error.faults.map(({ path, message }) => `${path}: ${message}`);
  }
  return [];
}

describe('the health of a definition', () => {
  test('has probes, checks and an end with defaults that fit each other', () => {
    const { health } = resolveDefinition(withHealth({ checks: ['database'] }));
    expect(health).toEqual({
      paths: {
        live: '/health/live',
        ready: '/health/ready',
        startup: '/health/startup',
        health: '/health',
      },
      checks: [{ name: 'database', ...health?.checkDefaults }],
      checkDefaults: {
        critical: true,
        timeoutMs: 2000,
        cacheMs: 1000,
        failures: 1,
        successes: 1,
        probes: ['ready'],
      },
      startup: 'ready',
      details: 'local',
      probes: {
        live: { delayMs: 0, everyMs: 10_000, timeoutMs: 5000, failures: 3 },
        ready: { delayMs: 0, everyMs: 5000, timeoutMs: 3000, failures: 3 },
        startup: { delayMs: 0, everyMs: 10_000, timeoutMs: 5000, failures: 30 },
      },
      drainDelayMs: 5000,
      graceMs: 25_000,
    });
  });

  test('takes checks by name with what is special of each', () => {
    const { health } = resolveDefinition(
      withHealth({
        timeout: '1s',
        checks: {
          database: {},
          cache: {
            critical: false,
            timeout: '500ms',
            every: '10s',
            failures: 3,
            successes: 2,
            probes: ['ready', 'startup'],
          },
        },
      }),
    );
    expect(health?.checks).toMatchObject([
      { name: 'database', critical: true, timeoutMs: 1000 },
      {
        name: 'cache',
        critical: false,
        timeoutMs: 500,
        everyMs: 10_000,
        failures: 3,
        successes: 2,
        probes: ['ready', 'startup'],
      },
    ]);
  });

  test('of the preset of AI applications asks as slowly at first as its Kubernetes probes do', () => {
    const { health } = healthPlan(defineMonitoring({ service: 'gateway', preset: aiApp() }));
    expect(health.probes).toMatchObject({
      live: { delayMs: 0, everyMs: 10_000, timeoutMs: 5000, failures: 3 },
      ready: { delayMs: 5000, everyMs: 5000, timeoutMs: 3000, failures: 3 },
      startup: { delayMs: 10_000, everyMs: 10_000, timeoutMs: 5000, failures: 30 },
    });
  });

  test.each<[string, unknown, string]>([
    ['a path without /', { paths: { live: 'live' } }, "health.paths.live: 'live' does not start with /"],
    ['a port that is none', { port: 70_000 }, 'health.port: write a port from 1 to 65535'],
    [
      'a check that waits longer than its probe',
      { timeout: '3s', checks: ['database'] },
      "health.timeout: the probe 'ready' waits 3 s: give the check less time",
    ],
    [
      'one check that does',
      { checks: { database: { timeout: '5s', probes: ['live'] } } },
      "health.checks.database.timeout: the probe 'live' waits 5 s: give the check less time",
    ],
    ['a check twice', { checks: ['a', 'a'] }, "health.checks.1: 'a' is listed more than once"],
    ['a check without name', { checks: [''] }, 'health.checks.0: a check needs a name'],
    [
      'an unknown probe of a check',
      { checks: { a: { probes: ['readiness'] } } },
      "health.checks.a.probes: 'readiness' is none of live, ready, startup",
    ],
    [
      'half a failure',
      { checks: { a: { failures: 0.5 } } },
      'health.checks.a.failures: write a whole number from 1 on',
    ],
    [
      'a probe of half a second',
      { probes: { live: { timeout: '500ms' } } },
      'health.probes.live.timeout: Kubernetes counts in whole seconds: write some',
    ],
    [
      'an end that only waits',
      { drainDelay: '30s' },
      'health.drainDelay: it takes the whole time of the end: write a longer grace',
    ],
    ['another start', { startup: 'soon' }, "health.startup: write 'ready', and call t.ready(), or 'checks'"],
    ['other details', { details: 'some' }, "health.details: write 'local', 'always' or 'never'"],
    ['a misspelt field', { grase: '1s' }, "health.grase: there is no 'grase' here: did you mean 'grace'?"],
    ['checks that are text', { checks: 'database' }, 'health.checks: write names'],
    ['a check that is a number', { checks: { a: 5 } }, 'health.checks.a: write { critical: false }'],
  ])('with %s is refused, and it is said why', (_, health, fault) => {
    expect(faultsOf(health)).toEqual([expect.stringContaining(fault)]);
  });
});

describe('the health that a program runs', () => {
  test('is what the definition says', () => {
    const { health, faults } = healthPlan(withHealth({ checks: ['database'], drainDelay: '1s' }));
    expect(faults).toEqual([]);
    expect([health.checks[0].name, health.drainDelayMs]).toEqual(['database', 1000]);
  });

  test.each([undefined, null, 5, { checks: 5 }, { paths: { live: null } }, { timeout: 'soon' }])(
    'has its defaults where the definition says %j, and tells',
    (section) => {
      const { health, faults } = healthPlan({ health: section as HealthDeclaration });
      expect(health.paths.live).toBe('/health/live');
      expect(health.checkDefaults.timeoutMs).toBe(2000);
      expect(faults).toHaveLength(section === undefined ? 0 : 1);
    },
  );
});
