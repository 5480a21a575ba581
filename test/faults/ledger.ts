import type { ReceivedMessage, Told } from './told.ts';

/** What a receiver should know of an alert by now. */
export interface Truth {
  readonly id: string;
  readonly incident: number;
  readonly status: Told['status'];
}

/** What the receivers heard, against what they were to hear. */
export interface Ledger {
  readonly add: (message: ReceivedMessage) => void;
  /** When a receiver was first told of this state; `undefined` where it was not. */
  toldAtMs(receiver: string, truth: Truth): number | undefined;
  readonly messages: number;
  /** Messages that came again under the same key. */
  readonly duplicates: number;
  /** Messages that told the same as an earlier one under another key: no receiver can recognise them. */
  readonly unmarkedDuplicates: readonly string[];
  /** Alerts told in the wrong order. */
  readonly disorder: readonly string[];
}

export function createLedger(): Ledger {
  const toldAt = new Map<string, number>();
  const keys = new Set<string>();
  const contents = new Map<string, string>();
  const newest = new Map<string, number>();
  const unmarkedDuplicates: string[] = [];
  const disorder: string[] = [];
  let messages = 0;
  let duplicates = 0;

  const checkOrder = (receiver: string, { id, incident, status }: Told): void => {
    const rank = incident * 2 + (status === 'resolved' ? 1 : 0);
    const key = `${receiver} ${id}`;
    if (rank < (newest.get(key) ?? 0)) disorder.push(`${key}: ${incident} ${status}`);
    newest.set(key, rank);
  };
  return {
    add: ({ receiver, atMs, key, alerts }) => {
      messages++;
      for (const alert of alerts) {
        const name = nameOf(receiver, alert);
        if (!toldAt.has(name)) toldAt.set(name, atMs);
      }
      if (keys.has(`${receiver} ${key}`)) {
        duplicates++;
        return;
      }
      keys.add(`${receiver} ${key}`);
      for (const alert of alerts) checkOrder(receiver, alert);
      const content = alerts
        .map((alert) => nameOf(receiver, alert))
        .toSorted()
        .join();
      const earlier = contents.get(content);
      if (earlier !== undefined) unmarkedDuplicates.push(`${content}: ${earlier}, ${key}`);
      contents.set(content, key);
    },
    toldAtMs: (receiver, truth) => toldAt.get(nameOf(receiver, truth)),
    get messages() {
      return messages;
    },
    get duplicates() {
      return duplicates;
    },
    unmarkedDuplicates,
    disorder,
  };
}

function nameOf(receiver: string, { id, incident, status }: Truth): string {
  return `${receiver} ${id} ${incident} ${status}`;
}
