import { beforeAll, describe, expect, test } from 'vitest';
import { hasProgram } from '../../support/counterpart.ts';
import { suiteFolder } from '../../support/temporary-folder.ts';
import { startAlertmanagerPair } from '../alertmanager-pair.ts';
import { randomScenario } from './random-scenarios.ts';
import { runScenarios } from './run-scenarios.ts';
import { configurationOf } from './scenario.ts';
import type { Scenario } from './scenario.ts';
import { SCENARIOS } from './scenarios.ts';
import type { ReceivedMessage } from './sink.ts';
import { sequences, startSink } from './sink.ts';

/*
 * The same alerts and silences go to a station and to Debian's Alertmanager at the same moments, with the
 * same alertmanager.yml. What each receiver is told of each group, one message after the other, must be
 * the same. All scenarios run at the same time.
 */
const IS_LONG = process.env['TELLTALE_TEST_SCALE'] === 'long';
const RANDOM_SCENARIOS = IS_LONG ? 20 : 2;
const RANDOM_LENGTH_MS = IS_LONG ? 60_000 : 16_000;
/** Longer than any group waits. */
const AFTER_MS = 4500;

const random = Array.from({ length: RANDOM_SCENARIOS }, (_, seed) =>
  randomScenario(seed + 1, RANDOM_LENGTH_MS),
);
const scenarios: readonly Scenario[] = [...SCENARIOS, ...random];

describe.runIf(hasProgram('prometheus-alertmanager'))('a station beside Alertmanager', () => {
  const folder = suiteFolder();
  let ours: readonly ReceivedMessage[] = [];
  let theirs: readonly ReceivedMessage[] = [];

  beforeAll(async () => {
    const sinks = [await startSink(), await startSink()];
    const [station, alertmanager] = sinks.map(({ url }) => configurationOf(scenarios, url));
    const pair = await startAlertmanagerPair(folder.path, { station, alertmanager });
    try {
      await runScenarios(pair, scenarios, AFTER_MS);
    } finally {
      await pair.stop();
    }
    [ours, theirs] = sinks.map(({ messages }) => messages);
    await Promise.all(sinks.map((sink) => sink.close()));
  }, 300_000);

  const toldBy = (messages: readonly ReceivedMessage[], { receivers }: Scenario) => {
    const names = new Set(receivers.map(({ name }) => name));
    return sequences(messages.filter(({ receiver }) => names.has(receiver)));
  };

  test.each(SCENARIOS)(
    '$name: each receiver is told the same of each group, in the same order',
    (scenario) => {
      const expected = toldBy(theirs, scenario);
      expect(toldBy(ours, scenario)).toEqual(expected);
      expect(Object.keys(expected)).not.toEqual([]);
    },
  );

  test('of scenarios of chance each receiver is told the same, in the same order', () => {
    for (const scenario of random) {
      expect({ scenario: scenario.name, told: toldBy(ours, scenario) }).toEqual({
        scenario: scenario.name,
        told: toldBy(theirs, scenario),
      });
    }
    expect(theirs.some(({ receiver }) => receiver.startsWith('random-'))).toBe(true);
  });
});
