import { setTimeout as sleep } from 'node:timers/promises';
import { TelltaleError } from '@telltale/model';
import { askServer } from '../../server/ask-server.ts';
import { fieldsOf, textOf } from '../../server/json-fields.ts';
import type { PrometheusClient } from '../../server/prometheus-client.ts';
import { failed, ok, skipped } from '../ladder.ts';
import type { StepFinding } from '../ladder.ts';
import { tryConnection } from '../network/connect.ts';
import { fixOf, spanText } from '../words.ts';
import type { SignalProbe } from './probes.ts';

const TIMEOUT_MS = 10_000;
/** Longer than the station takes to write and, of traces, to decide. */
const BACK_TIMEOUT_MS = 15_000;
/** What the station itself took is found at once. */
const PORT_TIMEOUT_MS = 3000;
const POLL_MS = 200;
/** Where programs send OTLP that were told nothing else. */
const OTLP_PORT = 4318;

/** Finds out whether a probe is stored. */
export type FindProbe = (id: string) => Promise<boolean>;

/** Whether the station takes a probe at its own port. */
export async function trySending(server: string, probe: SignalProbe): Promise<StepFinding> {
  const answer = await askServer(server, probe.path, { body: probe.body, timeoutMs: TIMEOUT_MS });
  const { rejectedLogRecords, rejectedSpans, errorMessage } = fieldsOf(fieldsOf(answer.json).partialSuccess);
  const rejected = Number(rejectedLogRecords ?? rejectedSpans ?? 0);
  if (answer.ok && rejected === 0) return ok(`HTTP ${answer.status} at ${server}${probe.path}`);
  if (answer.ok) return failed(`it was left out: ${textOf(errorMessage)}`, 'Look at the log of the station.');
  const told = textOf(fieldsOf(answer.json).message) || answer.text.slice(0, 200);
  return failed(
    `HTTP ${answer.status} at ${server}${probe.path}: ${told}`,
    answer.status === 503
      ? 'The station is overloaded: send less, or give it more.'
      : 'Look at the log of the station.',
  );
}

/** Whether what was sent is found again. */
export async function tryFinding(probe: SignalProbe, find: FindProbe): Promise<StepFinding> {
  const startedMs = Date.now();
  if (await comesBack(probe.id, find, BACK_TIMEOUT_MS))
    return ok(`found again after ${spanText(Date.now() - startedMs)}`);
  return failed(
    `taken, and not found within ${spanText(BACK_TIMEOUT_MS)}`,
    'Tail sampling may have left it out; else look at the log of the station, and at the room on its disk.',
  );
}

/** Whether the port where programs send that were told nothing leads to this station. */
export async function tryUsualPort(
  server: string,
  probe: SignalProbe,
  find: FindProbe,
): Promise<StepFinding> {
  const address = `http://${new URL(server).hostname}:${OTLP_PORT}`;
  const { isOpen, place, error } = await tryConnection(address);
  const told = fixOf('Tell programs where to send:', `export OTEL_EXPORTER_OTLP_ENDPOINT=${server}`);
  if (!isOpen) return skipped(`${place}: ${error}; programs must be told the address`, told);
  const isTaken = await askServer(address, probe.path, { body: probe.body, timeoutMs: TIMEOUT_MS }).then(
    ({ ok: isOk }) => isOk,
    (cause: unknown) => !(cause instanceof TelltaleError),
  );
  if (isTaken && (await comesBack(probe.id, find, PORT_TIMEOUT_MS)))
    return ok(`${place} leads to this station`);
  // That is no fault of its own: programs may be told another address.
  return skipped(`another program listens at ${place}: what is sent there does not come here`, told);
}

async function comesBack(id: string, find: FindProbe, timeoutMs: number): Promise<boolean> {
  const endMs = Date.now() + timeoutMs;
  while (Date.now() < endMs) {
    if (await find(id)) return true;
    await sleep(POLL_MS);
  }
  return false;
}

/** What the station was sent and did not take, of one signal, by the reason. */
export async function tryRefused(client: PrometheusClient, signal: 'logs' | 'traces'): Promise<StepFinding> {
  const problems = await client.instant(
    `increase(telltale_intake_problems_total{signal="${signal}"}[15m]) > 0`,
  );
  const refused = await client.instant('increase(telltale_intake_refused_requests_total[15m]) > 0');
  const details = [...problems, ...refused].map(({ labels, value }) => ({
    title: [labels.source ?? signal, labels.problem ?? labels.reason ?? ''].join(' '),
    outcome: 'failed' as const,
    seen: `about ${Math.max(1, Math.round(value))} in the last 15 minutes`,
  }));
  if (details.length === 0) return ok('nothing in the last 15 minutes');
  return failed(
    `${details[0].title}: ${details[0].seen}`,
    'The reason says what is wrong with what programs send; the log of the station names the first of each.',
    details,
  );
}
