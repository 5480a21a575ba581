import { setTimeout as sleep } from 'node:timers/promises';
import { parseExposition } from '@telltale/model';
import type {
  AlertsResponse,
  DoctorDetail,
  DoctorFix,
  ProofRunView,
  ReceiverTestView,
} from '@telltale/station/contract';
import { plural } from '../../check/report/plural.ts';
import { createAlertmanagerClient } from '../../server/alertmanager-client.ts';
import { askServer } from '../../server/ask-server.ts';
import { fieldsOf, textOf } from '../../server/json-fields.ts';
import { failed, ok, skipped } from '../ladder.ts';
import type { StepFinding } from '../ladder.ts';
import { getPage } from '../network/get-page.ts';
import { verdictOf } from '../verdict.ts';
import { fixOf } from '../words.ts';
import type { AlertsCase } from './alerts-case.ts';

const TIMEOUT_MS = 10_000;
/** A proof starts a process of its own. */
const PROOF_TIMEOUT_MS = 60_000;
const POLL_MS = 250;

/** Whether what was sent has arrived. */
export async function trySent(
  examined: Pick<AlertsCase, 'patient' | 'quiet' | 'rules'>,
): Promise<StepFinding> {
  const { patient, quiet, rules } = examined;
  if (patient.alertmanager !== undefined) return sentByAlertmanager(patient.alertmanager);
  if (!(await patient.isStation()))
    return skipped('nobody here sends: name the Alertmanager with --alertmanager');
  const { json } = await askServer(patient.server, '/api/telltale/alerts', { timeoutMs: TIMEOUT_MS });
  // The station's contract says what it answers.
  const { notifications } = json as AlertsResponse;
  const meant = notifications.filter(
    ({ alertNames }) => quiet.alert === undefined || alertNames.includes(quiet.alert),
  );
  const newest = new Map([...meant].reverse().map((one) => [`${one.receiver} (${one.integration})`, one]));
  if (newest.size === 0) {
    const isFiring = rules.some(({ state }) => state === 'firing');
    return isFiring
      ? failed(
          'it fires, and nothing was sent yet',
          'A new group waits for groupWait of its route: run this again.',
        )
      : skipped('nothing was sent: nothing fires');
  }
  return verdictOf(
    [...newest].map(([title, { outcome, attempts, error, atMs }]): DoctorDetail => {
      const at = new Date(atMs).toISOString();
      if (outcome === 'delivered') return { title, outcome: 'ok', seen: `delivered at ${at}` };
      const what = outcome === 'retrying' ? 'is tried again' : 'was refused';
      return {
        title,
        outcome: 'failed',
        seen: `${what} after ${plural(attempts, 'attempt')}, at ${at}: ${error}`,
      };
    }),
    'the newest messages arrived',
    DELIVERY_FIX,
  );
}

/** What to do where a receiver does not take what it is sent. */
export const DELIVERY_FIX: DoctorFix = fixOf(
  'Correct address and secret of the receiver, then send it a test message:',
  'npx telltale alert deliver RECEIVER',
);

async function sentByAlertmanager(address: string): Promise<StepFinding> {
  const { body, contentType } = await getPage(`${address}/metrics`);
  const samples = parseExposition(body, contentType).families.flatMap((family) => family.samples);
  const of = (metric: string) => samples.filter(({ labels }) => labels.metricName === metric);
  const sent = of('alertmanager_notifications_total').reduce((sum, { value }) => sum + value, 0);
  const lost = of('alertmanager_notifications_failed_total').filter(({ value }) => value > 0);
  const details = lost.map(({ labels, value }): DoctorDetail => ({
    title: [labels.get('receiver_name'), labels.get('integration')].filter(Boolean).join(' '),
    outcome: 'failed',
    seen: `${plural(value, 'message')} failed since it started${labels.get('reason') ? `: ${labels.get('reason')}` : ''}`,
  }));
  if (sent === 0) return skipped('it has sent nothing since it started');
  if (details.length === 0) return ok(`${plural(sent, 'message')} sent since it started, none failed`);
  return verdictOf(details, '', DELIVERY_FIX);
}

/** Whether it arrives at a receiver of the proof's own: nobody is told. */
export async function tryProof({ patient, quiet }: AlertsCase): Promise<StepFinding> {
  if (!(await patient.isStation())) return skipped('a Prometheus proves nothing');
  const order = { alerts: quiet.alert === undefined ? [] : [quiet.alert], tell: 'sink' };
  const begun = await askServer(patient.server, '/api/telltale/proof_runs', {
    body: order,
    timeoutMs: TIMEOUT_MS,
  });
  if (begun.status === 404) return skipped('the station has no definition to prove');
  if (begun.status === 400) return skipped(textOf(fieldsOf(begun.json).error));
  if (begun.status === 409) return skipped('alerts are being proven already');
  // The station's contract says what it answers.
  const run = await endOf(patient.server, begun.json as ProofRunView);
  if (run.error !== '')
    return failed(run.error, fixOf('See it in full:', `npx telltale prove ${quiet.alert ?? ''}`.trim()));
  return verdictOf(
    run.alerts.map(({ alert, state, proof }): DoctorDetail => {
      const stop = proof?.steps.find(({ outcome }) => outcome === 'failed');
      return state === 'proven'
        ? { title: alert, outcome: 'ok', seen: 'it fires, is routed, and arrives, with made-up series' }
        : {
            title: alert,
            outcome: 'failed',
            seen: stop ? `${stop.name}: ${stop.detail}` : 'the proof did not end',
          };
    }),
    'it fires and arrives, with made-up series and a receiver of the proof’s own',
    fixOf('See the proof step by step:', `npx telltale prove ${quiet.alert ?? ''}`.trim()),
  );
}

async function endOf(server: string, begun: ProofRunView): Promise<ProofRunView> {
  const endMs = Date.now() + PROOF_TIMEOUT_MS;
  let run = begun;
  while (run.endedAtMs === null && Date.now() < endMs) {
    await sleep(POLL_MS);
    const { json } = await askServer(server, `/api/telltale/proof_runs/${run.id}`, { timeoutMs: TIMEOUT_MS });
    // The station's contract says what it answers.
    run = json as ProofRunView;
  }
  return run;
}

/** Whether the real receivers take a test message; only where somebody agreed to it. */
export async function tryReceivers({ patient, quiet, ways }: AlertsCase): Promise<StepFinding> {
  const names = [...new Set([...ways.values()].flatMap(({ receivers }) => receivers))];
  if (quiet.deliver !== true) {
    return skipped(
      'real receivers are told only where that is agreed to',
      fixOf('Send each a test message:', 'npx telltale doctor alerts --deliver'),
    );
  }
  const details = await testReceivers(patient.server, names);
  if (details === undefined)
    return skipped('an Alertmanager has no test messages: telltale alert fire sends an alert through it');
  if (details.length === 0) return skipped('there is no receiver');
  return verdictOf(details, 'each took a test message', DELIVERY_FIX);
}

/** Has a station send receivers a test message; `undefined` where the server is none. */
export async function testReceivers(
  server: string,
  names: readonly string[],
): Promise<readonly DoctorDetail[] | undefined> {
  const client = createAlertmanagerClient(server);
  const details: DoctorDetail[] = [];
  for (const receiver of names) {
    const answer = await client.ofStation('receivers/test', { receiver });
    if (answer === undefined) return undefined;
    // The station's contract says what it answers.
    const { receivers } = answer as { readonly receivers: readonly ReceiverTestView[] };
    for (const { integration, isDelivered, reason, error, durationMs } of receivers) {
      const seen = isDelivered ? `took it in ${Math.round(durationMs)} ms` : `${reason}: ${error}`;
      details.push({ title: `${receiver} (${integration})`, outcome: isDelivered ? 'ok' : 'failed', seen });
    }
  }
  return details;
}
