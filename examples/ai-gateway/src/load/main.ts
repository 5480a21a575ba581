import { setTimeout as delay } from 'node:timers/promises';
import { stopRequest } from 'telltale-example-support/programs';

import { addressOf } from '../../sites.ts';

// People who ask: some read while the answer is being said, some ask what others have asked before.
const TOPICS = [
  'health checks',
  'alerts',
  'rules',
  'the write-ahead log',
  'series',
  'receivers',
  'traces',
  'buckets',
];
const ASKS = ['How do', 'What are', 'When do I need', 'Who uses', 'Why are there'];
const EVERY_MS = 60;

const stop = stopRequest();
for (let number = 0; !stop.aborted; number++) {
  void ask(number).catch(() => undefined);
  await delay(EVERY_MS, undefined, { signal: stop }).catch(() => undefined);
}

async function ask(number: number): Promise<void> {
  const body = {
    question: `${ASKS[number % ASKS.length]} ${TOPICS[number % TOPICS.length]} work, number ${number % 200}?`,
    person: `person-${number % 23}`,
    provider: number % 3 === 0 ? 'distant' : 'local',
    stream: number % 2 === 0,
  };
  const response = await fetch(`http://${addressOf('gateway')}/v1/chat`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
    signal: AbortSignal.timeout(10_000),
  });
  await response.text();
}
