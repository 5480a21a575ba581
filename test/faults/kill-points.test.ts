import { setTimeout as sleep } from 'node:timers/promises';
import type { Route } from '@telltale/model';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { suiteFolder } from '../support/temporary-folder.ts';
import { waitFor } from '../support/wait-for.ts';
import type { FaultyReceiver } from './faulty-receiver.ts';
import { startHttpReceiver } from './http-receiver.ts';
import type { HttpFault } from './http-receiver.ts';
import type { NotifierSettings, ToldAlert } from './notifier-process.ts';
import { startNotifier } from './start-notifier.ts';
import type { RunningNotifier } from './start-notifier.ts';
import type { ReceivedMessage } from './told.ts';

const GROUP_INTERVAL_MS = 200;
/** Longer than anything that could still come takes. */
const QUIET_MS = 1500;
const ROUTE: Route = {
  receiver: 'ops',
  matchers: [],
  continue: false,
  groupBy: ['id'],
  groupWaitMs: 50,
  groupIntervalMs: GROUP_INTERVAL_MS,
  repeatIntervalMs: 3_600_000,
  routes: [],
};

const folder = suiteFolder();
let settings: NotifierSettings;
let receiver: FaultyReceiver<HttpFault>;
let notifier: RunningNotifier;
let messages: ReceivedMessage[];

beforeEach(async ({ task }) => {
  messages = [];
  receiver = await startHttpReceiver({ name: 'ops', onMessage: (message) => messages.push(message) });
  settings = {
    folder: `${folder.path}/${task.id}`,
    receivers: [
      { kind: 'webhook', name: 'ops', url: `http://127.0.0.1:${receiver.port}/`, sendResolved: true },
    ],
    route: ROUTE,
  };
  notifier = await startNotifier(settings);
});

afterEach(async () => {
  await notifier.stop();
  await receiver.close();
});

function alert(id: string, isFiring = true): ToldAlert {
  return {
    labels: { alertname: 'Fault', id },
    annotations: { incident: '1' },
    startsAtMs: Date.now() - 10_000,
    endsAtMs: Date.now() + (isFiring ? 3_600_000 : 0),
  };
}

const heard = () => messages.flatMap(({ alerts }) => alerts.map(({ id, status }) => `${id} ${status}`));

test('killed after a message arrived and before that was noted, it sends it once more under the same key', async () => {
  notifier.order({ kind: 'die', at: 'after-send' });
  notifier.accept([alert('a')]);
  await notifier.exit;
  expect(heard()).toEqual(['a firing']);
  notifier = await startNotifier(settings);
  await waitFor('the message again', () => messages.length > 1);
  notifier.accept([alert('a')]);
  await sleep(QUIET_MS);
  expect(heard()).toEqual(['a firing', 'a firing']);
  expect(messages[1].key).toBe(messages[0].key);
});

test('killed before a message was sent, it sends it after its restart', async () => {
  notifier.order({ kind: 'die', at: 'before-send' });
  notifier.accept([alert('a')]);
  await notifier.exit;
  expect(messages).toEqual([]);
  notifier = await startNotifier(settings);
  await waitFor('the message', () => messages.length > 0);
  await sleep(QUIET_MS);
  expect(heard()).toEqual(['a firing']);
});

test('killed in an outage in which an alert began and ended, it tells of its end after both', async () => {
  await receiver.fail('503');
  notifier.accept([alert('a')]);
  await sleep(3 * GROUP_INTERVAL_MS);
  notifier.accept([alert('a', false)]);
  await sleep(3 * GROUP_INTERVAL_MS);
  await notifier.kill();
  await receiver.recover();
  notifier = await startNotifier(settings);
  await waitFor('the message', () => messages.length > 0);
  await sleep(QUIET_MS);
  expect(heard()).toEqual(['a resolved']);
});

test('killed the moment a silence was taken, it is silent about those alerts after its restart', async () => {
  const silenced = notifier.answer('silenced');
  notifier.order({ kind: 'silence', label: 'id', value: 'a' });
  await silenced;
  await notifier.kill();
  notifier = await startNotifier(settings);
  notifier.accept([alert('a'), alert('b')]);
  await waitFor('the other alert', () => heard().includes('b firing'));
  await sleep(QUIET_MS);
  expect(heard()).toEqual(['b firing']);
});
