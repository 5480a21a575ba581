import type { CancelTimer, Clock } from '@telltale/model';
import type { SendOutcome } from '../channels/channel.ts';

/** The right to make one attempt; it ends with what came of it. */
export interface Turn {
  end(outcome: SendOutcome): void;
}

/** How it goes with a channel. */
export interface GateState {
  /** How many messages wait for their turn. */
  readonly waiting: number;
  /** Whether the channel counts as dead: then it is asked by one message at a time. */
  readonly isOpen: boolean;
  /** When the first of the failures since the last success was; `null` where there is none. */
  readonly failingSinceMs: number | null;
}

/**
 * What all lanes of one channel share: how many attempts run at once, and a circuit breaker. After
 * some failures in a row over all lanes the circuit opens: one message at a time is tried, twice a
 * second at most and once a second at least, each time another one, so that a message that cannot be
 * sent does not stand for the channel. The first success closes the circuit, and all messages are
 * sent at once. A receiver's `Retry-After` stops all lanes for that long.
 */
export interface ChannelGate {
  /** Asks for a turn after `delayMs`; while the circuit is open the delay does not matter. */
  request(grant: (turn: Turn) => void, delayMs: number): CancelTimer;
  /** From now on only messages that could be sent at once get a turn. */
  drain(): void;
  state(): GateState;
}

export interface ChannelGateOptions {
  readonly clock: Clock;
  /** Between 0 and 1, for the spread of the attempts of an open circuit. */
  readonly random: () => number;
}

/** Attempts of one channel that run at once. */
const MAX_RUNNING = 8;
/** With the pauses of one message between them they take two seconds at most. */
const OPEN_AFTER_FAILURES = 3;
/** A receiver may ask for a longer pause, but not for ever. */
const MAX_RETRY_AFTER_MS = 15 * 60_000;
/** The longest time between two attempts while the circuit is open; the shortest is half of it. */
const PROBE_INTERVAL_MS = 1000;

export function createChannelGate(options: ChannelGateOptions): ChannelGate {
  return new Gate(options);
}

interface Waiter {
  readonly grant: (turn: Turn) => void;
}

class Gate implements ChannelGate {
  readonly #clock: Clock;
  readonly #random: () => number;
  /** In the order in which they get a turn. */
  readonly #ready = new Set<Waiter>();
  readonly #delayed = new Map<Waiter, CancelTimer>();
  #running = 0;
  #failures = 0;
  #failingSinceMs: number | null = null;
  #retryAfterUntilMs = -Infinity;
  #pauseEndsMs = -Infinity;
  #cancelPause: CancelTimer | undefined;
  #isDraining = false;

  constructor({ clock, random }: ChannelGateOptions) {
    this.#clock = clock;
    this.#random = random;
  }

  get #isOpen(): boolean {
    return this.#failures >= OPEN_AFTER_FAILURES;
  }

  state(): GateState {
    return {
      waiting: this.#ready.size + this.#delayed.size,
      isOpen: this.#isOpen,
      failingSinceMs: this.#failingSinceMs,
    };
  }

  request(grant: (turn: Turn) => void, delayMs: number): CancelTimer {
    const waiter = { grant };
    if (delayMs > 0 && !this.#isOpen) {
      this.#delayed.set(
        waiter,
        this.#clock.after(delayMs, () => this.#makeReady(waiter)),
      );
    } else {
      this.#makeReady(waiter);
    }
    return () => {
      this.#ready.delete(waiter);
      this.#delayed.get(waiter)?.();
      this.#delayed.delete(waiter);
    };
  }

  drain(): void {
    this.#isDraining = true;
    for (const cancel of this.#delayed.values()) cancel();
    this.#delayed.clear();
    this.#admit();
  }

  #makeReady(waiter: Waiter): void {
    this.#delayed.delete(waiter);
    this.#ready.add(waiter);
    this.#admit();
  }

  #admit(): void {
    if (this.#isDraining && (this.#isOpen || this.#cancelPause)) this.#ready.clear();
    if (this.#cancelPause) return;
    const limit = this.#isOpen ? 1 : MAX_RUNNING;
    for (const waiter of this.#ready) {
      if (this.#running >= limit) return;
      this.#ready.delete(waiter);
      this.#running++;
      waiter.grant({ end: (outcome) => this.#end(outcome) });
    }
  }

  #end(outcome: SendOutcome): void {
    this.#running--;
    if (outcome.kind === 'retry') this.#onFailure(outcome.retryAfterMs ?? 0);
    else this.#onAnswer();
    this.#admit();
  }

  #onFailure(retryAfterMs: number): void {
    const nowMs = this.#clock.now();
    this.#failures++;
    this.#failingSinceMs ??= nowMs;
    if (retryAfterMs > 0) {
      this.#retryAfterUntilMs = nowMs + Math.min(retryAfterMs, MAX_RETRY_AFTER_MS);
      this.#pauseUntil(this.#retryAfterUntilMs);
    }
    if (!this.#isOpen) return;
    this.#makeAllReady();
    if (!this.#cancelPause) this.#pauseUntil(nowMs + (PROBE_INTERVAL_MS * (1 + this.#random())) / 2);
  }

  /** An answer, be it a refusal: the channel lives. */
  #onAnswer(): void {
    const wasOpen = this.#isOpen;
    this.#failures = 0;
    this.#failingSinceMs = null;
    if (!wasOpen || this.#retryAfterUntilMs > this.#clock.now()) return;
    this.#endPause();
    this.#makeAllReady();
  }

  #makeAllReady(): void {
    for (const [waiter, cancel] of this.#delayed) {
      cancel();
      this.#ready.add(waiter);
    }
    this.#delayed.clear();
  }

  /** Lengthens a pause, never shortens it. */
  #pauseUntil(endMs: number): void {
    if (this.#cancelPause && endMs <= this.#pauseEndsMs) return;
    this.#cancelPause?.();
    this.#pauseEndsMs = endMs;
    this.#cancelPause = this.#clock.after(endMs - this.#clock.now(), () => {
      this.#endPause();
      this.#admit();
    });
  }

  #endPause(): void {
    this.#cancelPause?.();
    this.#cancelPause = undefined;
  }
}
