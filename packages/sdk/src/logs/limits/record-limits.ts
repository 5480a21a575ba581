import type { ResolvedLogSampling } from '@telltale/definition';
import { isInShare } from '@telltale/model';
import { LEVEL_NUMBERS } from '../records/log-entry.ts';

/** Why a record is left out before it reaches a sink. */
export type LimitReason = 'sampled' | 'rate_limited' | 'repeated';

/** What of a record decides. */
export interface LimitedRecord {
  readonly level: number;
  readonly logger: string;
  readonly message: string;
  readonly event: string | undefined;
  readonly traceId: string | undefined;
  readonly timeMs: number;
}

/** How often a message was left out, and why. */
export interface LeftOut {
  readonly reason: LimitReason;
  readonly logger: string;
  readonly message: string;
  readonly level: number;
  readonly count: number;
}

/** What {@link RecordLimits} are made of. */
export interface LimitOptions {
  readonly sampling?: readonly ResolvedLogSampling[] | undefined;
  /** Records a second of each logger with the same message. */
  readonly rateLimit?: number | undefined;
  /** Time in which a repeated message is told once. */
  readonly dedupeMs?: number | undefined;
  readonly random?: () => number;
}

interface MessageState {
  readonly logger: string;
  readonly message: string;
  /** Records that may be logged at once. */
  tokens: number;
  filledMs: number;
  /** When the message was told last. */
  toldMs: number;
  /** How many were left out since that was told. */
  readonly leftOut: Map<LimitReason, { count: number; level: number }>;
}

/** Messages that are watched; the one that was seen longest ago makes room. */
const MAX_MESSAGES = 2000;
const SECOND_MS = 1000;

/** Leaves records out as the definition says, and counts them; never an error. */
export class RecordLimits {
  readonly #options: LimitOptions;
  readonly #random: () => number;
  readonly #messages = new Map<string, MessageState>();

  constructor(options: LimitOptions) {
    this.#options = options;
    this.#random = options.random ?? Math.random;
  }

  /** Whether anything can be left out at all. */
  static areNeeded({ sampling = [], rateLimit, dedupeMs }: LimitOptions): boolean {
    return sampling.length > 0 || rateLimit !== undefined || dedupeMs !== undefined;
  }

  /** Why a record is left out; `undefined` for one that is logged. */
  leavesOut(record: LimitedRecord): LimitReason | undefined {
    if (record.level >= LEVEL_NUMBERS.error) return undefined;
    if (this.#isSampledOut(record)) return 'sampled';
    const { rateLimit, dedupeMs } = this.#options;
    if (rateLimit === undefined && dedupeMs === undefined) return undefined;
    const state = this.#stateOf(record);
    const sinceMs = record.timeMs - state.toldMs;
    // A clock that goes back must not silence anything.
    const isRepeated = dedupeMs !== undefined && sinceMs >= 0 && sinceMs < dedupeMs;
    const reason = isRepeated ? 'repeated' : this.#isTooMany(record, state) ? 'rate_limited' : undefined;
    if (reason === undefined) state.toldMs = record.timeMs;
    else count(state, reason, record.level);
    return reason;
  }

  /** Whether something was left out and not told yet. */
  get hasLeftOut(): boolean {
    for (const { leftOut } of this.#messages.values()) if (leftOut.size > 0) return true;
    return false;
  }

  /** What was left out since this was asked last, to be told; messages that are still repeated wait for their end. */
  takeLeftOut(nowMs: number): LeftOut[] {
    const all: LeftOut[] = [];
    const { dedupeMs = 0 } = this.#options;
    for (const state of this.#messages.values()) {
      if (state.leftOut.size === 0 || nowMs - state.toldMs < dedupeMs) continue;
      for (const [reason, { count, level }] of state.leftOut)
        all.push({ reason, level, count, logger: state.logger, message: state.message });
      state.leftOut.clear();
    }
    return all;
  }

  #isSampledOut({ level, logger, message, event, traceId }: LimitedRecord): boolean {
    const rule = this.#options.sampling?.find(
      (one) =>
        level <= LEVEL_NUMBERS[one.upTo] &&
        (one.logger === undefined || one.logger === logger || logger.startsWith(`${one.logger}.`)) &&
        (one.message === undefined || one.message === message) &&
        (one.event === undefined || one.event === event),
    );
    if (!rule) return false;
    return traceId === undefined ? this.#random() >= rule.ratio : !isInShare(traceId, rule.ratio);
  }

  /** A second's worth may come at once. */
  #isTooMany({ timeMs }: LimitedRecord, state: MessageState): boolean {
    const { rateLimit } = this.#options;
    if (rateLimit === undefined) return false;
    const gained = (Math.max(0, timeMs - state.filledMs) / SECOND_MS) * rateLimit;
    state.tokens = Math.min(Math.max(1, rateLimit), state.tokens + gained);
    state.filledMs = timeMs;
    if (state.tokens < 1) return true;
    state.tokens--;
    return false;
  }

  #stateOf({ level, logger, message, event, timeMs }: LimitedRecord): MessageState {
    const what = event ?? message;
    const key = `${level} ${logger}\n${what}`;
    let state = this.#messages.get(key);
    if (state) {
      this.#messages.delete(key);
    } else {
      const tokens = Math.max(1, this.#options.rateLimit ?? 1);
      state = { logger, message: what, tokens, filledMs: timeMs, toldMs: -Infinity, leftOut: new Map() };
      this.#makeRoom();
    }
    this.#messages.set(key, state);
    return state;
  }

  #makeRoom(): void {
    if (this.#messages.size < MAX_MESSAGES) return;
    const [oldest] = this.#messages.keys();
    if (oldest !== undefined) this.#messages.delete(oldest);
  }
}

function count(state: MessageState, reason: LimitReason, level: number): void {
  const known = state.leftOut.get(reason);
  if (!known) {
    state.leftOut.set(reason, { count: 1, level });
    return;
  }
  known.count++;
  known.level = Math.max(known.level, level);
}
