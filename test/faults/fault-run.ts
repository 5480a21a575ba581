import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Receiver, Route } from '@telltale/model';
import { createAlertBook } from './alert-book.ts';
import type { AlertBook } from './alert-book.ts';
import type { FaultyReceiver } from './faulty-receiver.ts';
import { startHttpReceiver } from './http-receiver.ts';
import { createLedger } from './ledger.ts';
import type { Ledger, Truth } from './ledger.ts';
import { startMailReceiver } from './mail-receiver.ts';
import type { NotifierSettings } from './notifier-process.ts';
import { createRandomChoice } from './random-choice.ts';
import type { RandomChoice } from './random-choice.ts';
import { selfSigned } from './self-signed.ts';
import { startNotifier } from './start-notifier.ts';
import type { RunningNotifier } from './start-notifier.ts';
import { TOLD_TEMPLATE } from './told.ts';

/** What came of the faults. */
export interface FaultReport {
  /** How many faults there were, by kind. */
  readonly faults: ReadonlyMap<string, number>;
  /** States that a receiver was never told of. */
  readonly lost: readonly string[];
  readonly ledger: Ledger;
  /** From the end of a fault until the receiver knew; in ms, ascending. */
  readonly afterRecoveryMs: readonly number[];
  /** From a change until receivers without a fault knew; in ms, ascending. */
  readonly undisturbedMs: readonly number[];
}

/** A receiver, and the ways in which it can fail. */
interface Target {
  readonly receiver: FaultyReceiver;
  readonly faults: readonly string[];
}

const GROUP_WAIT_MS = 50;
const GROUP_INTERVAL_MS = 200;
/** A state that was not told by then is lost. */
const PATIENCE_MS = 20_000;
const KILL = 'kill -9';
const HTTP_FAULTS = ['down', '429', '500', '503', 'hang', 'reset'];

/**
 * Puts a notifier on the real store through so many random faults, several at a time: of receivers,
 * and of its own process. After each round everything works again, and all receivers must come to
 * know how things are.
 */
export async function runFaults(seed: number, count: number): Promise<FaultReport> {
  const folder = mkdtempSync(join(tmpdir(), 'telltale-faults-'));
  const ledger = createLedger();
  const trusted = selfSigned(folder, 'trusted');
  const { add: onMessage } = ledger;
  const tls = { trusted, untrusted: selfSigned(folder, 'untrusted') };
  const targets: readonly Target[] = [
    { receiver: await startHttpReceiver({ name: 'hook', onMessage }), faults: HTTP_FAULTS },
    {
      receiver: await startHttpReceiver({ name: 'safe', onMessage, tls }),
      faults: [...HTTP_FAULTS, 'wrong certificate', 'wrong certificate'],
    },
    {
      receiver: await startHttpReceiver({ name: 'chat', onMessage }),
      faults: [...HTTP_FAULTS, 'wrong body', 'wrong body'],
    },
    { receiver: await startMailReceiver('mail', onMessage), faults: ['down', '451', 'hang', 'reset'] },
  ];
  const environment = {
    NODE_EXTRA_CA_CERTS: trusted.file,
    CHAT_URL: `http://127.0.0.1:${targets[2].receiver.port}/chat`,
  };
  const settings = settingsOf(join(folder, 'data'), targets);
  const run = new FaultRun(seed, targets, ledger, () => startNotifier(settings, environment));
  try {
    await run.rounds(count);
  } finally {
    await run.stop();
    await Promise.all(targets.map(({ receiver }) => receiver.close()));
    rmSync(folder, { recursive: true, force: true });
  }
  return run.report();
}

class FaultRun {
  readonly #random: RandomChoice;
  readonly #book: AlertBook;
  readonly #targets: readonly Target[];
  readonly #ledger: Ledger;
  readonly #start: () => Promise<RunningNotifier>;
  readonly #faults = new Map<string, number>();
  readonly #lost: string[] = [];
  readonly #afterRecoveryMs: number[] = [];
  readonly #undisturbedMs: number[] = [];
  #notifier: RunningNotifier | undefined;
  #count = 0;
  /** Of the present round, for whoever reads what was lost. */
  #circumstances = '';

  constructor(
    seed: number,
    targets: readonly Target[],
    ledger: Ledger,
    start: () => Promise<RunningNotifier>,
  ) {
    this.#random = createRandomChoice(seed);
    this.#book = createAlertBook(this.#random);
    this.#targets = targets;
    this.#ledger = ledger;
    this.#start = start;
  }

  async rounds(count: number): Promise<void> {
    this.#notifier = await this.#start();
    while (this.#count < count && this.#lost.length === 0) await this.#round();
  }

  async stop(): Promise<void> {
    await this.#notifier?.kill();
  }

  report(): FaultReport {
    const ascending = (values: readonly number[]) => values.toSorted((a, b) => a - b);
    return {
      faults: this.#faults,
      lost: this.#lost,
      ledger: this.#ledger,
      afterRecoveryMs: ascending(this.#afterRecoveryMs),
      undisturbedMs: ascending(this.#undisturbedMs),
    };
  }

  async #round(): Promise<void> {
    const random = this.#random;
    const isKilled = random.next() < 0.35;
    const failing = isKilled && random.next() < 0.5 ? [] : random.some(this.#targets);
    for (const { receiver, faults } of failing) await receiver.fail(this.#noted(random.one(faults)));
    const changedAtMs = Date.now();
    let changed = this.#book.change();
    this.#accept();
    if (!isKilled) await sleep(GROUP_INTERVAL_MS + random.integer(100, 1000));
    const isShort = !isKilled && random.next() < 0.3;
    if (isShort) {
      // What began within the fault ends within it too. Of what ends before its group was flushed
      // nobody needs to hear.
      const told = this.#notifier?.answer('firing');
      this.#notifier?.order({ kind: 'await-firing', alerts: this.#book.firing(changed) });
      await told;
      changed = this.#book.end(changed);
      this.#accept();
      await sleep(GROUP_INTERVAL_MS + 100);
    }
    if (isKilled) await this.#killAndRestart(random.integer(0, GROUP_INTERVAL_MS + 1000));
    this.#circumstances = `${isKilled ? 'killed' : 'alive'}${isShort ? ', ended within the fault' : ''}`;
    const recoveredAtMs = new Map<string, number>();
    const nowMs = Date.now();
    for (const { receiver } of this.#targets)
      recoveredAtMs.set(receiver.name, isKilled ? nowMs : changedAtMs);
    for (const { receiver } of failing) recoveredAtMs.set(receiver.name, await receiver.recover());
    const disturbed = new Set(isKilled ? this.#targets : failing);
    await Promise.all(
      this.#targets.flatMap((target) =>
        changed.map((truth) => {
          const name = target.receiver.name;
          const sinceMs = recoveredAtMs.get(name) ?? nowMs;
          return this.#await(name, truth, sinceMs, disturbed.has(target));
        }),
      ),
    );
  }

  async #killAndRestart(delayMs: number): Promise<void> {
    this.#noted(KILL);
    await sleep(delayMs);
    await this.#notifier?.kill();
    this.#notifier = await this.#start();
    this.#accept();
  }

  #accept(): void {
    this.#notifier?.accept(this.#book.alerts());
  }

  #noted(fault: string): string {
    this.#count++;
    this.#faults.set(fault, (this.#faults.get(fault) ?? 0) + 1);
    return fault;
  }

  async #await(receiver: string, truth: Truth, sinceMs: number, isDisturbed: boolean): Promise<void> {
    const endMs = Date.now() + PATIENCE_MS;
    let atMs = this.#ledger.toldAtMs(receiver, truth);
    while (atMs === undefined && Date.now() < endMs && this.#notifier?.crash() === '') {
      await sleep(10);
      atMs = this.#ledger.toldAtMs(receiver, truth);
    }
    if (atMs === undefined)
      this.#lost.push(
        `${receiver}: ${truth.id} ${truth.incident} ${truth.status} (${this.#circumstances}) ${this.#notifier?.crash() ?? ''}`,
      );
    else if (!isDisturbed) this.#undisturbedMs.push(Math.max(0, atMs - sinceMs));
    // What was told before the end of the fault says nothing about what comes after it.
    else if (atMs >= sinceMs) this.#afterRecoveryMs.push(atMs - sinceMs);
  }
}

function settingsOf(folder: string, targets: readonly Target[]): NotifierSettings {
  const [hook, safe, , mail] = targets.map(({ receiver }) => receiver.port);
  const receivers: readonly Receiver[] = [
    { kind: 'webhook', name: 'hook', url: `http://127.0.0.1:${hook}/`, sendResolved: true },
    { kind: 'webhook', name: 'safe', url: `https://127.0.0.1:${safe}/`, sendResolved: true },
    { kind: 'slack', name: 'chat', url: { env: 'CHAT_URL' }, text: TOLD_TEMPLATE, sendResolved: true },
    {
      kind: 'email',
      name: 'mail',
      to: ['ops@example.org'],
      from: 'telltale@example.org',
      smarthost: `127.0.0.1:${mail}`,
      requireTls: false,
      text: TOLD_TEMPLATE,
      sendResolved: true,
    },
  ];
  const routes = receivers.map(({ name, kind }) => ({
    ...ROUTE,
    receiver: name,
    continue: true,
    // Slack takes a message a second: all alerts in one.
    groupBy: kind === 'slack' ? ['alertname'] : ['group'],
  }));
  return { folder, receivers, route: { ...ROUTE, routes } };
}

const ROUTE: Route = {
  receiver: '',
  matchers: [],
  continue: false,
  groupBy: [],
  groupWaitMs: GROUP_WAIT_MS,
  groupIntervalMs: GROUP_INTERVAL_MS,
  repeatIntervalMs: 3_600_000,
  routes: [],
};
