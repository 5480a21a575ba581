import type { Journal, JournalBounds, JsonValue, StateStore } from '@telltale/model';

/** Messages are larger than what is noted of them, and older ones are seldom read. */
const BOUNDS: JournalBounds = { maxAgeMs: 92 * 86_400_000, maxEntries: 2000 };
/** A message about thousands of alerts is read by its beginning. */
const MAX_LENGTH = 65_536;
const READ_AT_ONCE = 100;
/** Ids of messages that were kept lately: one is tried again and again while its receiver is away. */
const REMEMBERED = 500;

/** A message as it was sent; holds no secret. */
export interface ArchivedMessage {
  /** What the channel made; where it is cut, the beginning of its JSON. */
  readonly message: JsonValue;
  readonly isCut: boolean;
}

/** What was sent, for who asks later. */
export interface MessageArchive {
  /** Keeps a message once. Never rejects: what cannot be kept is not shown. */
  keep(messageId: string, message: JsonValue, atMs: number): Promise<void>;
  find(messageId: string): Promise<ArchivedMessage | undefined>;
}

type Stored = { readonly messageId: string; readonly message: JsonValue; readonly isCut: boolean };

export function createMessageArchive(state: StateStore): MessageArchive {
  const journal: Journal<Stored> = state.journal('notification-messages', BOUNDS);
  const remembered = new Set<string>();
  /** On their way to the disk. */
  const written = new Map<string, ArchivedMessage>();
  return {
    keep: async (messageId, message, atMs) => {
      if (remembered.has(messageId)) return;
      for (const oldest of [...remembered].slice(0, remembered.size - REMEMBERED + 1))
        remembered.delete(oldest);
      remembered.add(messageId);
      const archived = cut(message);
      written.set(messageId, archived);
      await journal.append({ messageId, ...archived }, atMs).catch(() => undefined);
      written.delete(messageId);
    },
    find: async (messageId) => {
      const onItsWay = written.get(messageId);
      if (onItsWay) return onItsWay;
      let entries = await journal.read({ limit: READ_AT_ONCE });
      while (entries.length > 0) {
        const found = entries.find(({ value }) => value.messageId === messageId);
        if (found) return { message: found.value.message, isCut: found.value.isCut };
        const beforeSequence = entries[entries.length - 1].sequence;
        entries = await journal.read({ limit: READ_AT_ONCE, beforeSequence });
      }
      return undefined;
    },
  };
}

function cut(message: JsonValue): ArchivedMessage {
  const text = typeof message === 'string' ? message : JSON.stringify(message);
  if (text.length <= MAX_LENGTH) return { message, isCut: false };
  return { message: text.slice(0, MAX_LENGTH).toWellFormed(), isCut: true };
}
