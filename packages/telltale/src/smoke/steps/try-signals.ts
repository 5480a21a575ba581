import type { ResolvedDefinition } from '@telltale/definition';
import type { DoctorDetail } from '@telltale/station/contract';
import { plural } from '../../check/report/plural.ts';
import { skipped } from '../../doctor/ladder.ts';
import type { StepFinding } from '../../doctor/ladder.ts';
import { LOGS, TRACES, recent } from '../../doctor/signals/signal.ts';
import type { Signal } from '../../doctor/signals/signal.ts';
import { verdictOf } from '../../doctor/verdict.ts';
import { fixOf, spanText } from '../../doctor/words.ts';
import type { SmokeRound } from '../facts/smoke-round.ts';

/** Who should send logs or traces here. */
interface ExpectedSender {
  readonly service: string;
  /** Names under which its programs may send. */
  readonly names: readonly string[];
}

/** The port where programs send OTLP that were told nothing else. */
const OTLP_PORT = '4318';

/** Whether the logs of each service arrive. */
export async function tryLogs(round: SmokeRound): Promise<StepFinding> {
  return trySignal(round, LOGS, ({ logs }, isHere) =>
    (logs?.sinks ?? []).some(
      ({ kind, url }) => kind === 'station' || (kind === 'otlp' && (url === undefined || isHere(url))),
    ),
  );
}

/** Whether the traces of each service arrive. */
export async function tryTraces(round: SmokeRound): Promise<StepFinding> {
  return trySignal(
    round,
    TRACES,
    ({ traces }, isHere) => traces?.enabled === true && isHere(traces.endpoint),
  );
}

type Sender = Pick<ResolvedDefinition, 'logs' | 'traces'> & { readonly name: string };
type SendsHere = (sender: Sender, isHere: (url: string) => boolean) => boolean;

async function trySignal(round: SmokeRound, signal: Signal, sendsHere: SendsHere): Promise<StepFinding> {
  const { definition, server, patient } = round;
  const { topic } = signal;
  const senders = sendersOf(definition).filter((sender) => sendsHere(sender, (url) => leadsTo(url, server)));
  if (senders.length === 0) return skipped(`the definition sends no ${topic} here`);
  if (!(await patient.isStation())) return skipped(`a Prometheus keeps no ${topic}`);
  const expected = senders.map((sender) => expectedSender(sender, definition));
  const details: DoctorDetail[] = [];
  for (const sender of expected) details.push(await senderDetail(server, sender, signal));
  const [first] = expected.filter((_, index) => details[index].outcome === 'failed');
  return verdictOf(
    details,
    `${plural(details.length, 'service')}; ${details[0].title}: ${details[0].seen}`,
    fixOf(
      `Let the program do something that leaves ${topic}. The doctor sends a ${signal.noun} and looks for it:`,
      `npx telltale doctor ${topic} --service ${first?.service ?? ''}`,
    ),
  );
}

function sendersOf({ service, services, logs, traces }: ResolvedDefinition): readonly Sender[] {
  return services ?? [{ name: service, ...(logs && { logs }), ...(traces && { traces }) }];
}

/** A definition of one service may be that of several programs, each a target with a name of its own. */
function expectedSender({ name, traces }: Sender, { targets, services }: ResolvedDefinition): ExpectedSender {
  const own = targets.filter(
    ({ exporter, service }) => exporter === undefined && (!services || service === name),
  );
  const names = [name, ...(traces ? [traces.serviceName] : []), ...own.map(({ job }) => job)];
  return { service: name, names: [...new Set(names)] };
}

/** Hosts have other names in containers; the port tells. */
function leadsTo(url: string, server: string): boolean {
  const port = URL.parse(url)?.port;
  return port === OTLP_PORT || port === URL.parse(server)?.port;
}

async function senderDetail(
  server: string,
  { service, names }: ExpectedSender,
  { newest, topic }: Signal,
): Promise<DoctorDetail> {
  const times: number[] = [];
  for (const name of names) {
    const found = await newest(server, name, recent());
    times.push(...found.filter((one) => one.service === name).map(({ atMs }) => atMs));
  }
  if (times.length === 0) {
    const others = names.length > 1 ? ` (nor of ${names.slice(1).join(', ')})` : '';
    return {
      title: service,
      outcome: 'failed',
      seen: `no ${topic} of it${others} in the last 15 minutes`,
    };
  }
  const ageMs = Math.max(0, Date.now() - Math.max(...times));
  return { title: service, outcome: 'ok', seen: `the newest is ${spanText(ageMs)} old` };
}
