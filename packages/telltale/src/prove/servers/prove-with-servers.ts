import { markAsDrill, reachedLevel, synthesise } from '@telltale/alerting';
import type { AlertProof, ProofStep } from '@telltale/alerting';
import type { ResolvedDefinition } from '@telltale/definition';
import type { AlertingRule, Receiver } from '@telltale/model';
import { untilAborted } from '../../io/interruptible.ts';
import type { ProofProgress } from '../proof-progress.ts';
import { startSinks } from '../sinks/sinks.ts';
import type { Sinks } from '../sinks/sinks.ts';
import { exemptionOf } from './exemptions.ts';
import { createMadeUpWorld } from './made-up-world.ts';
import type { PlannedAlert } from './plan-rounds.ts';
import { planRounds } from './plan-rounds.ts';
import { playRound } from './play-round.ts';
import { neededSeries } from './series-levels.ts';
import { startServerPair } from './server-pair.ts';
import { shrinkDefinition, shrinkFactor } from './shrink-definition.ts';

/** What {@link proveWithServers} takes. */
export interface ServerProofOptions {
  readonly resolved: ResolvedDefinition;
  /** Proofs up to level 5; those that did not reach it are left as they are. */
  readonly proofs: readonly AlertProof[];
  readonly progress: ProofProgress;
  /** Ends the servers in the middle. */
  readonly signal?: AbortSignal;
}

/**
 * Level 6: one real Prometheus and one real Alertmanager with the generated configuration, all durations divided
 * by one factor, scrape made-up series; each alert is delivered to strict sinks of its receivers' kinds, and so is
 * its end. Alerts that keep each other from firing take turns.
 *
 * @throws TelltaleError TT_USAGE where the servers are not installed or do not start; what the signal was aborted with
 */
export async function proveWithServers(options: ServerProofOptions): Promise<readonly AlertProof[]> {
  const names = new Set(options.proofs.filter(({ level }) => level === 5).map(({ alertName }) => alertName));
  if (names.size === 0) return options.proofs;
  const sinks = await startSinks();
  try {
    const steps = await climb(options, names, sinks);
    return options.proofs.map((proof) => {
      const rule = options.resolved.rules.find(({ name }) => name === proof.alertName);
      const exemption = rule?.kind === 'alerting' ? exemptionOf(rule) : undefined;
      return { ...withStep(proof, steps.get(proof.alertName)), ...(exemption && { exemption }) };
    });
  } finally {
    options.progress.end();
    await sinks.close();
  }
}

function withStep(proof: AlertProof, taken: ProofStep | undefined): AlertProof {
  const missing = { outcome: 'not-run', detail: '', remarks: [], tookMs: 0 } as const;
  const step = taken ?? { level: 6, name: 'real servers', ...missing };
  const steps = [...proof.steps, step];
  return { ...proof, steps, level: reachedLevel(steps), provenAtMs: Date.now() };
}

async function climb(
  { resolved, proofs, progress, signal }: ServerProofOptions,
  names: ReadonlySet<string>,
  sinks: Sinks,
): Promise<ReadonlyMap<string, ProofStep>> {
  const factor = shrinkFactor(resolved);
  const shrunk = serverDefinition(resolved, factor, sinks);
  progress.show('making series for the servers');
  const planned = await plan(shrunk, names);
  const world = createMadeUpWorld(planned.flatMap(({ needed }) => needed));
  const { rounds, left } = await planRounds(shrunk, world, planned);
  const steps = new Map<string, ProofStep>(left.map(({ alertName }) => [alertName, NO_ROUND]));
  const expected = new Map(proofs.map((proof) => [proof.alertName, proof.deliveries] as const));
  const servers = await startServerPair({ resolved: shrunk, world, secrets: sinks.secrets });
  try {
    for (const [index, round] of rounds.entries()) {
      const show = (text: string) =>
        progress.show(`servers, round ${index + 1} of ${rounds.length}: ${text}`);
      const playing = playRound(round, { sinks, servers, resolved: shrunk, factor, expected, show });
      const played = await (signal ? Promise.race([playing, untilAborted(signal)]) : playing);
      for (const [name, step] of played) steps.set(name, step);
    }
  } finally {
    await servers.stop();
  }
  return steps;
}

const NO_ROUND: ProofStep = {
  level: 6,
  name: 'real servers',
  outcome: 'failed',
  detail: 'Beside the series of the other alerts it cannot be made quiet first and firing then.',
  remarks: [],
  tookMs: 0,
};

/** The definition as the servers get it: faster, marked as a drill, with the sinks in the place of receivers. */
function serverDefinition(resolved: ResolvedDefinition, factor: number, sinks: Sinks): ResolvedDefinition {
  const shrunk = shrinkDefinition(resolved, factor);
  return {
    ...shrunk,
    rules: shrunk.rules.map((rule) => (rule.kind === 'alerting' ? markAsDrill(rule) : rule)),
    receivers: shrunk.receivers.map((receiver) => sinks.receiverFor(knownToAlertmanager(receiver))),
  };
}

/** Without what Alertmanager cannot do: bodies of one's own, and signatures. */
function knownToAlertmanager(receiver: Receiver): Receiver {
  if (receiver.kind !== 'webhook') return receiver;
  const { signature: _signature, body: _body, ...known } = receiver;
  // Alertmanager 0.25 reads no address from a file; which it is does not count here.
  return { ...known, url: 'http://127.0.0.1/' };
}

async function plan(
  resolved: ResolvedDefinition,
  names: ReadonlySet<string>,
): Promise<readonly PlannedAlert[]> {
  const { rules, metrics, targets } = resolved;
  const recordings = rules.filter((rule) => rule.kind === 'recording');
  const alerts = rules.filter((rule): rule is AlertingRule => rule.kind === 'alerting');
  const planned: PlannedAlert[] = [];
  for (const rule of alerts.filter((one) => names.has(one.name) && !exemptionOf(one))) {
    const series = await synthesise(rule.expr, metrics, { targets, recordings });
    planned.push({ alertName: rule.name, forMs: rule.forMs, series, needed: neededSeries(series) });
  }
  // Trends over hours first: what a series did in an earlier round would hide them.
  return planned.toSorted((a, b) => Number(hasTrend(b)) - Number(hasTrend(a)));
}

function hasTrend({ needed }: PlannedAlert): boolean {
  return needed.some(({ firing }) => firing.kind === 'trend');
}
