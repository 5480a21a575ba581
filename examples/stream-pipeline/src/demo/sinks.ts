import type { LoadedDefinition } from 'telltale';

/** A receiver of the definition. */
export type Receiver = LoadedDefinition['resolved']['receivers'][number];

type Secret = Extract<Receiver, { kind: 'slack' }>['url'];

/** A message that a sink took. */
export interface SinkMessage {
  readonly receiver: string;
  readonly kind: Receiver['kind'];
  readonly payload: unknown;
  readonly atMs: number;
}

/** Telltale's stand-ins for all that notifications are sent to. They take nothing but correct messages. */
export interface Sinks {
  /** The same receiver, but at the sink of its kind. */
  receiverFor(receiver: Receiver): Receiver;
  /** Reads the secrets of those receivers. */
  readonly secrets: (secret: Secret) => Promise<string>;
  readonly accepted: readonly SinkMessage[];
  readonly refused: readonly SinkMessage[];
  close(): Promise<void>;
}

/** Starts sinks for webhooks, Slack, PagerDuty and mail. */
export async function startSinks(): Promise<Sinks> {
  const entry = import.meta.resolve('telltale');
  const file = new URL(`prove/sinks/sinks${entry.endsWith('.ts') ? '.ts' : '.js'}`, entry);
  // The command line keeps them to itself.
  const module = (await import(file.href)) as { readonly startSinks: () => Promise<Sinks> };
  return module.startSinks();
}
