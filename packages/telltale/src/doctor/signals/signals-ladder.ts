import { plural } from '../../check/report/plural.ts';
import { clockStep } from '../clock-step.ts';
import { failed, ok, skipped } from '../ladder.ts';
import type { Ladder, StepFinding } from '../ladder.ts';
import type { Patient } from '../patient.ts';
import { serverStep } from '../server-step.ts';
import { fixOf, spanText } from '../words.ts';
import { PROBE_SERVICE } from './probes.ts';
import { LOGS, TRACES, recent } from './signal.ts';
import type { Signal } from './signal.ts';
import { tryFinding, tryRefused, trySending, tryUsualPort } from './try-probe.ts';

/** What somebody misses. */
export interface MissedSignal {
  /** Name of the service that sends nothing. Default: any. */
  readonly service?: string;
}

/** “My logs do not arrive”: a record is sent and looked for; then who sends, and what is refused. */
export function logsLadder(patient: Patient, missed: MissedSignal): Ladder {
  return signalLadder(patient, missed, LOGS);
}

/** “My traces do not arrive”: a span is sent and looked for; then who sends, and what is refused. */
export function tracesLadder(patient: Patient, missed: MissedSignal): Ladder {
  return signalLadder(patient, missed, TRACES);
}

function signalLadder(patient: Patient, { service }: MissedSignal, signal: Signal): Ladder {
  const { topic, noun } = signal;
  const nowMs = Date.now();
  const [probe, second] = [signal.probe(nowMs), signal.probe(nowMs)];
  const find = signal.find(patient.server);
  return {
    topic,
    steps: [
      serverStep(patient),
      {
        id: 'station',
        title: `The server keeps ${topic}`,
        needs: ['server'],
        try: () => tryStation(patient),
      },
      {
        id: 'sent',
        title: `It takes a ${noun}`,
        needs: ['station'],
        try: () => trySending(patient.server, probe),
      },
      {
        id: 'found',
        title: `The ${noun} is found again`,
        needs: ['sent'],
        try: () => tryFinding(probe, find),
      },
      {
        id: 'port',
        title: 'The usual port of OTLP leads to it',
        needs: ['found'],
        try: () => tryUsualPort(patient.server, second, find),
      },
      clockStep(patient),
      {
        id: 'service',
        title: service === undefined ? `Programs send ${topic}` : `${service} sends ${topic}`,
        needs: ['station'],
        try: () => tryService(patient.server, service, signal),
      },
      {
        id: 'refused',
        title: 'Nothing is refused',
        needs: ['station'],
        try: () => tryRefused(patient.prometheus, topic),
      },
    ],
  };
}

async function tryStation({ server, isStation }: Patient): Promise<StepFinding> {
  if (await isStation()) return ok(server);
  return failed('a Prometheus keeps neither logs nor traces', 'Name a station with --url.');
}

async function tryService(server: string, service: string | undefined, signal: Signal): Promise<StepFinding> {
  const found = (await signal.newest(server, service, recent())).filter(
    (one) => one.service !== PROBE_SERVICE,
  );
  if (found.length === 0) {
    const who = service ?? 'any program';
    return failed(
      `no ${signal.topic} of ${who} in the last 15 minutes`,
      fixOf(
        'Tell the program where to send, and what it is called; the SDK does the rest:',
        `export OTEL_EXPORTER_OTLP_ENDPOINT=${server}`,
        `export OTEL_SERVICE_NAME=${service ?? 'shop'}`,
      ),
    );
  }
  const newest = Map.groupBy(found, (one) => one.service);
  const details = [...newest].map(([title, all]) => ({
    title,
    outcome: 'ok' as const,
    seen: `the newest is ${spanText(Math.max(0, Date.now() - Math.max(...all.map(({ atMs }) => atMs))))} old`,
  }));
  const [first] = details;
  if (first === undefined) return skipped('nothing is known of it');
  return ok(`${plural(details.length, 'service')}; of ${first.title} ${first.seen}`, details);
}
