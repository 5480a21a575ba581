import { randomUUID } from 'node:crypto';
import { TelltaleError, printMatcher } from '@telltale/model';
import type { Clock, Documents, LabelSet, StateStore } from '@telltale/model';
import { createMatcherIndex } from '../alerts/matcher-index.ts';
import { silenceState } from './silence.ts';
import type { Silence, SilenceRequest, StoredSilence } from './silence.ts';
import { compileMatchers, validateSilence } from './validate-silence.ts';

/** Mutes alerts on people's request, over restarts. */
export interface Silences {
  /**
   * Adds or changes a silence, which is on disk and in force when this resolves. As in Alertmanager
   * a change that would alter what was muted so far makes a new silence and ends the old one.
   *
   * Rejects with TT_SILENCE_INVALID for a silence that makes no sense, TT_SILENCE_LIMIT where there
   * are too many or it is too large, TT_SILENCE_UNKNOWN for an id that does not exist, and whatever
   * the disk says.
   */
  put(request: SilenceRequest): Promise<Silence>;
  /** Ends a silence now, durably; one that has ended stays as it is. Rejects with TT_SILENCE_UNKNOWN. */
  expire(id: string): Promise<void>;
  get(id: string): Silence | undefined;
  /** Those in force, to come, and ended less than five days ago. */
  list(): readonly Silence[];
  /** Identifiers of the silences that mute alerts with these labels at a time, ascending. */
  mutedBy(labels: LabelSet, nowMs: number): readonly string[];
}

/** Silences that begin with what an earlier process left. */
export interface DurableSilences extends Silences {
  load(): Promise<void>;
}

/** How much may be asked for. */
export interface SilenceLimits {
  /** Expired ones that are still kept count too. Default 10,000. */
  readonly maxSilences?: number;
  /** Of one silence as JSON. Default 65,536. */
  readonly maxSizeBytes?: number;
}

/** What silences are kept and read with. */
export interface SilencesOptions {
  /** Keeps `silences`. */
  readonly state: StateStore;
  readonly clock: Clock;
  readonly limits?: SilenceLimits;
}

const MAX_SILENCES = 10_000;
const MAX_SIZE_BYTES = 65_536;
/** How long an ended silence can still be seen; Alertmanager's `data.retention`. */
const RETENTION_MS = 120 * 3_600_000;
/** How often silences to forget are looked for. */
const SWEEP_INTERVAL_MS = 15 * 60_000;

/** Creates the silences of a state store; `load` comes first. */
export function createSilences(options: SilencesOptions): DurableSilences {
  return new DocumentSilences(options);
}

class DocumentSilences implements DurableSilences {
  readonly #clock: Clock;
  readonly #limits: Required<SilenceLimits>;
  readonly #documents: Documents<StoredSilence>;
  readonly #silences = new Map<string, StoredSilence>();
  /** Those that mute or will. */
  readonly #index = createMatcherIndex<string>();
  /** Changes wait for one another, so that each sees what the one before it has left. */
  #lastChange: Promise<unknown> = Promise.resolve();
  #sweptAtMs = -Infinity;

  constructor({ state, clock, limits }: SilencesOptions) {
    this.#clock = clock;
    this.#limits = { maxSilences: MAX_SILENCES, maxSizeBytes: MAX_SIZE_BYTES, ...limits };
    this.#documents = state.documents('silences');
  }

  async load(): Promise<void> {
    for (const [, silence] of await this.#documents.entries()) {
      try {
        this.#keep(silence);
      } catch {
        // Of another version of the program, with matchers unknown here: it must not stop the alerts.
      }
    }
    await this.#sweep();
  }

  put(request: SilenceRequest): Promise<Silence> {
    return this.#change(() => this.#put(request));
  }

  expire(id: string): Promise<void> {
    return this.#change(() => this.#end(this.#known(id)));
  }

  get(id: string): Silence | undefined {
    const silence = this.#silences.get(id);
    return silence && !this.#isForgotten(silence) ? this.#shown(silence) : undefined;
  }

  list(): readonly Silence[] {
    return [...this.#silences.values()]
      .filter((silence) => !this.#isForgotten(silence))
      .map((silence) => this.#shown(silence));
  }

  mutedBy(labels: LabelSet, nowMs: number): readonly string[] {
    return this.#index
      .matching(labels)
      .filter((id) => {
        const silence = this.#silences.get(id);
        return silence !== undefined && silenceState(silence, nowMs) === 'active';
      })
      .sort();
  }

  async #put(request: SilenceRequest): Promise<Silence> {
    const nowMs = this.#clock.now();
    await this.#sweep();
    const { id = '', startsAtMs } = request;
    const known = id === '' ? undefined : this.#known(id);
    const wanted = { ...request, startsAtMs: startsAtMs ?? known?.startsAtMs ?? nowMs };
    validateSilence(wanted, nowMs);
    return known && canChange(known, wanted, nowMs)
      ? this.#save(storedSilence(wanted, known.id, startOfChanged(known, wanted, nowMs), nowMs))
      : this.#add(wanted, known, nowMs);
  }

  async #add(wanted: TimedRequest, known: StoredSilence | undefined, nowMs: number): Promise<Silence> {
    if (this.#silences.size >= this.#limits.maxSilences) {
      throw new TelltaleError(
        'TT_SILENCE_LIMIT',
        `There are ${this.#silences.size} silences already, and no more are taken.`,
        { fix: 'Mute with fewer, wider ones; ended ones are forgotten after five days.' },
      );
    }
    const startsAtMs = Math.max(wanted.startsAtMs, nowMs);
    const added = await this.#save(storedSilence(wanted, randomUUID(), startsAtMs, nowMs));
    if (known) await this.#replace(known, added);
    return added;
  }

  /** The new one is in force before the old one ends, so that nobody is told in between. */
  async #replace(known: StoredSilence, added: StoredSilence): Promise<void> {
    try {
      await this.#end(known);
    } catch (error) {
      // All or nothing: whoever asked is told that it failed.
      this.#forget(added.id);
      await this.#documents.delete(added.id).catch(() => undefined);
      throw error;
    }
  }

  async #save(silence: StoredSilence): Promise<Silence> {
    const size = Buffer.byteLength(JSON.stringify(silence));
    if (size > this.#limits.maxSizeBytes) {
      throw new TelltaleError(
        'TT_SILENCE_LIMIT',
        `The silence has ${size} bytes, and ${this.#limits.maxSizeBytes} are the limit.`,
        { fix: 'Use fewer or shorter matchers, or a shorter comment.' },
      );
    }
    await this.#documents.put(silence.id, silence);
    this.#keep(silence);
    return this.#shown(silence);
  }

  async #end(silence: StoredSilence): Promise<void> {
    const nowMs = this.#clock.now();
    if (silenceState(silence, nowMs) === 'expired') return;
    const startsAtMs = Math.min(silence.startsAtMs, nowMs);
    await this.#save({ ...silence, startsAtMs, endsAtMs: nowMs, updatedAtMs: nowMs });
  }

  #known(id: string): StoredSilence {
    const silence = this.#silences.get(id);
    if (silence) return silence;
    throw new TelltaleError('TT_SILENCE_UNKNOWN', `There is no silence with the id ${JSON.stringify(id)}.`);
  }

  #keep(silence: StoredSilence): void {
    this.#silences.set(silence.id, silence);
    if (silenceState(silence, this.#clock.now()) === 'expired') this.#index.delete(silence.id);
    else this.#index.add(compileMatchers(silence.matchers), silence.id);
  }

  #forget(id: string): void {
    this.#silences.delete(id);
    this.#index.delete(id);
  }

  #isForgotten({ endsAtMs }: StoredSilence): boolean {
    return this.#clock.now() - endsAtMs > RETENTION_MS;
  }

  async #sweep(): Promise<void> {
    const nowMs = this.#clock.now();
    if (nowMs - this.#sweptAtMs < SWEEP_INTERVAL_MS) return;
    this.#sweptAtMs = nowMs;
    for (const silence of this.#silences.values()) {
      if (silenceState(silence, nowMs) === 'expired') this.#index.delete(silence.id);
    }
    const forgotten = [...this.#silences.values()].filter((silence) => this.#isForgotten(silence));
    for (const { id } of forgotten) this.#forget(id);
    // What a full disk keeps is read and forgotten again at the next start.
    await Promise.all(forgotten.map(({ id }) => this.#documents.delete(id).catch(() => undefined)));
  }

  #shown(silence: StoredSilence): Silence {
    return { ...silence, state: silenceState(silence, this.#clock.now()) };
  }

  #change<Result>(task: () => Promise<Result>): Promise<Result> {
    const change = this.#lastChange.then(task);
    this.#lastChange = change.catch(() => undefined);
    return change;
  }
}

/** A request of which is known when it starts. */
type TimedRequest = SilenceRequest & Pick<StoredSilence, 'startsAtMs'>;

function storedSilence(
  { matchers, endsAtMs, createdBy, comment }: SilenceRequest,
  id: string,
  startsAtMs: number,
  updatedAtMs: number,
): StoredSilence {
  return {
    id,
    matchers: matchers.map(({ name, op, value }) => ({ name, op, value })),
    startsAtMs,
    endsAtMs,
    updatedAtMs,
    createdBy,
    comment,
  };
}

/** Whether a silence can become what is asked for and what it muted so far stays true. */
function canChange(known: StoredSilence, wanted: TimedRequest, nowMs: number): boolean {
  if (matcherKey(known) !== matcherKey(wanted)) return false;
  switch (silenceState(known, nowMs)) {
    case 'active':
      // Clients send back times that were rounded to seconds.
      return Math.floor(known.startsAtMs / 1000) === Math.floor(wanted.startsAtMs / 1000);
    case 'pending':
      return wanted.startsAtMs >= nowMs;
    case 'expired':
      return false;
  }
}

/** What has begun keeps its exact start. */
function startOfChanged(known: StoredSilence, wanted: TimedRequest, nowMs: number): number {
  return silenceState(known, nowMs) === 'active' ? known.startsAtMs : wanted.startsAtMs;
}

function matcherKey({ matchers }: Pick<SilenceRequest, 'matchers'>): string {
  return JSON.stringify(matchers.map(printMatcher).sort());
}
