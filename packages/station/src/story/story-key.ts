import type { StoryKind } from '../contract.ts';

/** What a story is asked by. */
export interface StoryKey {
  readonly kind: StoryKind;
  /** Name of the alert, id of the trace or of the record, or an expression. */
  readonly name: string;
}

const KINDS: readonly StoryKind[] = ['alert', 'trace', 'log', 'query'];

/** Reads `alert:HighErrorRate`, `trace:0af7…`, `log:…`, `query:rate(…)`; nothing for what is none of them. */
export function parseStoryKey(text: string): StoryKey | undefined {
  const colon = text.indexOf(':');
  const kind = KINDS.find((one) => one === text.slice(0, Math.max(0, colon)));
  const name = text.slice(colon + 1);
  return kind === undefined || name === '' ? undefined : { kind, name };
}

/** Writes what {@link parseStoryKey} reads. */
export function printStoryKey({ kind, name }: StoryKey): string {
  return `${kind}:${name}`;
}
