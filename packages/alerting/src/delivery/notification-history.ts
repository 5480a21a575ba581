import type { Journal, JournalBounds, JournalEntry, JsonValue, StateStore } from '@telltale/model';
import { createMessageArchive } from './message-archive.ts';
import type { ArchivedMessage } from './message-archive.ts';
import type { NotificationRecord } from './notification-record.ts';

/** How many attempts are kept in memory; the journal has more. */
const KEPT = 500;
/** A quarter of a year for who looks into an incident later; the number bounds a storm. */
const JOURNAL_BOUNDS: JournalBounds = { maxAgeMs: 92 * 86_400_000, maxEntries: 20_000 };

/** Which attempts are looked for; without any of these all are. */
export interface NotificationQuery {
  readonly receiver?: string;
  readonly outcome?: NotificationRecord['outcome'];
  /** Name of an alert that was told. */
  readonly alertName?: string;
  /** Most that are wanted. */
  readonly limit: number;
  /** Goes on where a {@link NotificationPage} ended. */
  readonly before?: number;
}

/** Some attempts, newest first. */
export interface NotificationPage {
  readonly records: readonly NotificationRecord[];
  /** Where older ones begin; absent where there are none. */
  readonly next?: number;
}

/** A message with all attempts to deliver it, newest first. */
export interface NotificationMessage {
  readonly attempts: readonly NotificationRecord[];
  /** What was sent; absent where it is not kept any more. */
  readonly sent?: ArchivedMessage;
}

/** Attempts to deliver, newest first. */
export interface NotificationHistory {
  load(): Promise<void>;
  /** Notes an attempt to send `message`. */
  record(record: NotificationRecord, message: JsonValue): Promise<void>;
  newest(limit: number): readonly NotificationRecord[];
  /** Looks as far back as the journal goes. */
  find(query: NotificationQuery): Promise<NotificationPage>;
  /** A message by its id; `undefined` where no attempt to send it is known. */
  message(messageId: string): Promise<NotificationMessage | undefined>;
}

/** An attempt with its place in the journal, once it has one. */
interface KeptAttempt {
  sequence: number | undefined;
  readonly record: NotificationRecord;
}

export function createNotificationHistory(state: StateStore): NotificationHistory {
  return new JournalledHistory(state);
}

class JournalledHistory implements NotificationHistory {
  readonly #journal: Journal<NotificationRecord>;
  readonly #archive;
  #kept: readonly KeptAttempt[] = [];

  constructor(state: StateStore) {
    this.#journal = state.journal('notifications', JOURNAL_BOUNDS);
    this.#archive = createMessageArchive(state);
  }

  async load(): Promise<void> {
    this.#kept = (await this.#journal.read({ limit: KEPT })).map(keptAttempt);
  }

  async record(record: NotificationRecord, message: JsonValue): Promise<void> {
    const attempt: KeptAttempt = { sequence: undefined, record };
    this.#kept = [attempt, ...this.#kept.slice(0, KEPT - 1)];
    // What cannot be journalled is still shown: a full disk must not stop deliveries.
    const noted = this.#journal.append(record, record.atMs).then(
      ({ sequence }) => void (attempt.sequence = sequence),
      () => undefined,
    );
    await Promise.all([noted, this.#archive.keep(record.messageId, message, record.atMs)]);
  }

  newest(limit: number): readonly NotificationRecord[] {
    return this.#kept.slice(0, limit).map(({ record }) => record);
  }

  async find(query: NotificationQuery): Promise<NotificationPage> {
    const found: KeptAttempt[] = [];
    for await (const attempt of this.#from(query.before)) {
      if (!isWanted(attempt.record, query)) continue;
      if (found.length === query.limit) {
        const next = found.findLast(({ sequence }) => sequence !== undefined)?.sequence;
        return { records: found.map(({ record }) => record), ...(next !== undefined && { next }) };
      }
      found.push(attempt);
    }
    return { records: found.map(({ record }) => record) };
  }

  async message(messageId: string): Promise<NotificationMessage | undefined> {
    const attempts: NotificationRecord[] = [];
    for await (const { record } of this.#from(undefined)) {
      if (record.messageId !== messageId) continue;
      attempts.push(record);
      if (record.attempts === 1) break;
    }
    if (attempts.length === 0) return undefined;
    const sent = await this.#archive.find(messageId);
    return { attempts, ...(sent && { sent }) };
  }

  /** Attempts older than a place in the journal; without one those in memory first, as the disk may be full. */
  async *#from(before: number | undefined): AsyncGenerator<KeptAttempt> {
    let place = before;
    if (place === undefined) {
      const kept = this.#kept;
      yield* kept;
      place = kept.findLast(({ sequence }) => sequence !== undefined)?.sequence;
      // With less than it can hold memory has all that there is.
      if (place === undefined || kept.length < KEPT) return;
    }
    for (;;) {
      const entries = await this.#journal.read({ limit: KEPT, beforeSequence: place });
      yield* entries.map(keptAttempt);
      if (entries.length < KEPT) return;
      place = entries[entries.length - 1].sequence;
    }
  }
}

function keptAttempt({ sequence, value }: JournalEntry<NotificationRecord>): KeptAttempt {
  return { sequence, record: value };
}

function isWanted(record: NotificationRecord, { receiver, outcome, alertName }: NotificationQuery): boolean {
  return (
    (receiver === undefined || record.receiver === receiver) &&
    (outcome === undefined || record.outcome === outcome) &&
    (alertName === undefined || record.alertNames.includes(alertName))
  );
}
