import { setTimeout as sleep } from 'node:timers/promises';
import { synthesise } from '@telltale/alerting';
import type {
  AlertProof,
  DrillDelivery,
  DrillHop,
  DrillStage,
  ProofStep,
  SynthesisedSeries,
} from '@telltale/alerting';
import type { ResolvedDefinition, ResolvedTarget } from '@telltale/definition';
import { TelltaleError, formatDuration } from '@telltale/model';
import type { AlertingRule, DrillMove, Route } from '@telltale/model';
import { untilAborted } from '../../io/interruptible.ts';
import type { PrometheusClient } from '../../server/prometheus-client.ts';
import type { AcceptedMessage } from '../sinks/sink-record.ts';
import type { Sinks } from '../sinks/sinks.ts';
import { appMoves } from './app-moves.ts';
import { orderDrill } from './drill-peers.ts';
import type { DrillStation, StationDrill } from './drill-peers.ts';

/** What {@link runLiveDrill} takes. */
export interface LiveDrillOptions {
  readonly resolved: ResolvedDefinition;
  readonly rule: AlertingRule;
  /** The proof on the lower levels, which the drill adds to. */
  readonly proof: AlertProof;
  readonly station: DrillStation;
  /** The same station, to see samples arrive. */
  readonly client: PrometheusClient;
  /** Stand in for the receivers; the real ones are told where there are none. */
  readonly sinks: Sinks | undefined;
  /** Where the service ask for one. */
  readonly token: string | undefined;
  /** Ends the drill in the middle: nothing goes on, at the service or at the station. */
  readonly signal: AbortSignal;
  readonly onStage: (text: string) => void;
}

/** Asked again so often: hops are told to a tenth of a second. */
const POLL_MS = 100;
/** What everything may take beyond what rule and routes make everyone wait. */
const PATIENCE_MS = 60_000;
/** Drill traffic is so many times the real one, which would hide it. */
const DOMINANCE = 20;

/** Ends a drill: why the alert was not seen to fire. */
class LiveFailure extends Error {}

/**
 * Makes the running service move its own instruments until the alert has fired and was delivered, then lets it
 * resolve; every hop in real time. What goes wrong stands in the proof.
 *
 * @throws what the signal was aborted with
 */
export async function runLiveDrill(options: LiveDrillOptions): Promise<AlertProof> {
  const drill = new LiveDrill(options);
  const startedMs = performance.now();
  let failure = '';
  try {
    await drill.run();
  } catch (error) {
    options.signal.throwIfAborted();
    if (!(error instanceof TelltaleError) && !(error instanceof LiveFailure)) throw error;
    failure = error.message;
  } finally {
    await drill.end();
  }
  const { proof } = options;
  const step: ProofStep = {
    level: 7,
    name: 'live drill',
    outcome: failure === '' ? 'passed' : 'failed',
    detail: failure || 'the service itself made it fire, arrive and resolve',
    remarks: [],
    tookMs: performance.now() - startedMs,
  };
  return {
    ...proof,
    level: failure === '' ? 7 : proof.level,
    steps: [...proof.steps, step],
    hops: drill.hops,
    deliveries: drill.deliveries,
    provenAtMs: Date.now(),
  };
}

class LiveDrill {
  readonly hops: DrillHop[] = [];
  readonly #options: LiveDrillOptions;
  readonly #target: ResolvedTarget;
  readonly #name = `prove-${Date.now().toString(36)}`;
  /** Rejects where the drill is stopped, also while a server does not answer. */
  readonly #stopped: Promise<never>;
  #drillId: string | undefined;
  #faultMs = 0;
  #sinkStart = 0;

  constructor(options: LiveDrillOptions) {
    this.#options = options;
    const { resolved, signal } = options;
    this.#stopped = untilAborted(signal);
    const target = resolved.targets.find(
      ({ exporter, addresses }) => exporter === undefined && addresses.length > 0,
    );
    if (target === undefined) {
      throw new TelltaleError(
        'TT_DRILL_REFUSED',
        'The definition has no target of the service itself with an address that is written out.',
      );
    }
    this.#target = target;
  }

  get deliveries(): readonly DrillDelivery[] {
    return this.#received().map(({ receiver, kind, payload, answer, atMs }) => ({
      receiver,
      kind,
      payload,
      answer,
      status: this.#resolvedMs !== undefined && atMs >= this.#resolvedMs ? 'resolved' : 'firing',
      serviceMs: atMs - this.#faultMs,
    }));
  }

  #resolvedMs: number | undefined;

  async run(): Promise<void> {
    const { resolved, rule, station, sinks, onStage } = this.#options;
    const series = await this.#synthesise();
    const { moves, labels } = await this.#moves(series);
    this.#sinkStart = sinks?.accepted.length ?? 0;
    const waits = this.#waits(series);
    const seconds = Math.ceil((waits.fireMs + waits.deliverMs + waits.resolveMs + 2 * PATIENCE_MS) / 1000);
    const redirected = sinks && {
      receivers: resolved.receivers.map((receiver) => sinks.receiverFor(receiver)),
      secrets: sinks.secretValues(),
    };
    this.#drillId = await station.begin({
      alertName: rule.name,
      labels: withoutKeys(labels, rule.labels),
      metrics: [...new Set(moves.map(({ metric }) => metric))],
      seconds,
      ...redirected,
    });
    this.#faultMs = Date.now();
    await this.#order(moves, Math.min(3600, Math.ceil((waits.fireMs + waits.deliverMs) / 1000)));
    onStage('the service moves');
    await this.#scraped(moves);
    await this.#fires(waits.fireMs);
    onStage('it fires');
    await this.#delivered('firing', 'delivered', waits.deliverMs);
    await this.#order([], 0);
    onStage('it arrived; the service stands still again');
    await this.#resolves(waits.resolveMs);
    await this.#delivered('resolved', 'resolve-delivered', waits.deliverMs);
  }

  /** Whatever happened, nothing goes on: not at the service, not at the station. */
  async end(): Promise<void> {
    const id = this.#drillId;
    await this.#order([], 0).catch(() => undefined);
    if (id !== undefined) await this.#options.station.end(id).catch(() => undefined);
  }

  async #synthesise(): Promise<SynthesisedSeries> {
    const { resolved, rule } = this.#options;
    return synthesise(rule.expr, resolved.metrics, {
      targets: resolved.targets,
      recordings: resolved.rules.filter((one) => one.kind === 'recording'),
    });
  }

  async #moves(series: SynthesisedSeries) {
    const { resolved } = this.#options;
    const plain = appMoves(series, resolved, this.#target, 1);
    if ('reason' in plain) throw new LiveFailure(plain.reason);
    const factor = await this.#factor(plain.moves);
    const scaled = appMoves(series, resolved, this.#target, factor);
    if ('reason' in scaled) throw new LiveFailure(scaled.reason);
    return scaled;
  }

  /** How much faster than made-up series the service must move, so that its real traffic does not hide it. */
  async #factor(moves: readonly DrillMove[]): Promise<number> {
    let factor = 1;
    for (const { metric, level } of moves) {
      if (level.kind !== 'rate' && level.kind !== 'observations') continue;
      const name = level.kind === 'rate' ? metric : `${metric}_count`;
      const [sample] = await this.#options.client.instant(`sum(rate(${name}[5m]))`);
      const present = sample?.value ?? 0;
      if (present > 0) factor = Math.max(factor, (DOMINANCE * present) / level.perSecond);
    }
    return factor;
  }

  #waits({ windowMs }: SynthesisedSeries) {
    const { resolved, rule } = this.#options;
    const routes = allRoutes(resolved.route);
    const evaluationMs = resolved.evaluationIntervalMs + this.#target.intervalMs;
    return {
      fireMs: windowMs + rule.forMs + 3 * evaluationMs + PATIENCE_MS,
      deliverMs:
        Math.max(
          ...routes.map(({ groupWaitMs, groupIntervalMs }) => Math.max(groupWaitMs, groupIntervalMs)),
        ) + PATIENCE_MS,
      resolveMs: windowMs + rule.keepFiringForMs + 3 * evaluationMs + PATIENCE_MS,
    };
  }

  async #order(moves: readonly DrillMove[], seconds: number): Promise<void> {
    const { scheme, addresses, path } = this.#target;
    const page = `${scheme}://${addresses[0]}${path}`;
    const order = { drill: this.#name, seconds, moves };
    const startedMs = performance.now();
    await orderDrill(page, order, this.#options.token);
    if (seconds > 0)
      this.#reached('moved', performance.now() - startedMs, `${moves.length} series of ${page}`);
  }

  /** Until the station has a sample of what was moved that is newer than the fault. */
  async #scraped([move]: readonly DrillMove[]): Promise<void> {
    const { client } = this.#options;
    const name = move.level.kind === 'observations' ? `${move.metric}_count` : move.metric;
    const selector = `${name}{${Object.entries(move.labels)
      .map(([label, value]) => `${label}=${JSON.stringify(value)}`)
      .join(',')}}`;
    await this.#until(this.#target.intervalMs * 3 + PATIENCE_MS, 'no sample of it was scraped', async () => {
      const [sample] = await client.instant(`max(timestamp(${selector}))`);
      return sample !== undefined && sample.value * 1000 > this.#faultMs;
    });
    this.#reached('scraped', 0, selector);
  }

  async #fires(limitMs: number): Promise<void> {
    const { rule } = this.#options;
    let isPending = false;
    const note = (drill: StationDrill): boolean => {
      const pending = drill.transitions.find(({ to }) => to === 'pending');
      if (pending && !isPending) {
        isPending = true;
        this.#reached('pending', 0, `for ${formatDuration(rule.forMs)}`, pending.atMs);
      }
      const firing = drill.transitions.find(({ to }) => to === 'firing');
      if (firing) this.#reached('firing', 0, rule.query, firing.atMs);
      return firing !== undefined;
    };
    const why = () => `it did not fire; it was ${isPending ? 'pending' : 'inactive'}`;
    await this.#until(limitMs, why, async () => note(await this.#drill()));
  }

  async #resolves(limitMs: number): Promise<void> {
    await this.#until(limitMs, 'it did not resolve', async () => {
      const ended = (await this.#drill()).transitions.findLast(({ to }) => to === 'inactive');
      if (ended === undefined) return false;
      this.#resolvedMs = ended.atMs;
      this.#reached('resolved', 0, 'the condition no longer holds', ended.atMs);
      return true;
    });
  }

  async #delivered(status: 'firing' | 'resolved', stage: DrillStage, limitMs: number): Promise<void> {
    const told = await this.#receivers(status);
    const arrived = new Set<string>();
    const missing = () => told.filter((name) => !arrived.has(name));
    const why = () => `no ${status} notification reached ${missing().join(', ')}`;
    await this.#until(limitMs, why, async () => {
      for (const record of (await this.#drill()).notifications) {
        if (record.status !== status || arrived.has(record.receiver)) continue;
        if (record.outcome === 'failed')
          throw new LiveFailure(`${record.receiver} refused it: ${record.error}`);
        if (record.outcome !== 'delivered') continue;
        arrived.add(record.receiver);
        this.#reached(stage, record.durationMs, `to ${record.receiver} (${record.integration})`, record.atMs);
      }
      return missing().length === 0;
    });
  }

  /** Who has to be told: found when the proof was made on the lower levels. */
  async #receivers(status: 'firing' | 'resolved'): Promise<readonly string[]> {
    const { resolved, proof } = this.#options;
    const names = [...new Set(proof.deliveries.map(({ receiver }) => receiver))];
    if (status === 'firing') return names;
    return names.filter((name) =>
      resolved.receivers.some((receiver) => receiver.name === name && receiver.sendResolved),
    );
  }

  #drill(): Promise<StationDrill> {
    return this.#options.station.find(this.#drillId ?? '');
  }

  #received(): readonly AcceptedMessage[] {
    return this.#options.sinks?.accepted.slice(this.#sinkStart) ?? [];
  }

  async #until(
    limitMs: number,
    failure: string | (() => string),
    isDone: () => Promise<boolean>,
  ): Promise<void> {
    const endMs = Date.now() + limitMs;
    const { signal } = this.#options;
    while (!(await Promise.race([isDone(), this.#stopped]))) {
      if (Date.now() > endMs) {
        const reason = typeof failure === 'string' ? failure : failure();
        throw new LiveFailure(`${reason} within ${formatDuration(Math.round(limitMs / 1000) * 1000)}`);
      }
      await sleep(POLL_MS, undefined, { signal });
    }
  }

  #reached(stage: DrillStage, wallMs: number, detail: string, atMs = Date.now()): void {
    this.hops.push({ stage, serviceMs: atMs - this.#faultMs, wallMs, detail });
  }
}

/** What a rule sets itself says nothing of where its alert comes from. */
function withoutKeys(
  labels: Readonly<Record<string, string>>,
  own: Readonly<Record<string, string>>,
): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(labels).filter(([name]) => !Object.hasOwn(own, name)));
}

function allRoutes(route: Route): readonly Route[] {
  return [route, ...route.routes.flatMap(allRoutes)];
}
