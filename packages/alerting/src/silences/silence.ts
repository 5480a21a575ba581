import type { Matcher } from '@telltale/model';

/** Whether a silence mutes now, will, or did. */
export type SilenceState = 'pending' | 'active' | 'expired';

/** What of a silence is stored. A type, not an interface, so that it can be a document. */
export type StoredSilence = {
  readonly id: string;
  /** An alert is muted when it satisfies all of them. */
  readonly matchers: readonly { readonly [Key in keyof Matcher]: Matcher[Key] }[];
  readonly startsAtMs: number;
  /** From here on it mutes no more. */
  readonly endsAtMs: number;
  readonly updatedAtMs: number;
  readonly createdBy: string;
  readonly comment: string;
};

/** Mutes alerts for a time. */
export interface Silence extends StoredSilence {
  readonly state: SilenceState;
}

/** A silence that is asked for. */
export interface SilenceRequest {
  /** The silence to change. Default: a new one. */
  readonly id?: string;
  /** At least one, of which at least one does not match a missing label. */
  readonly matchers: readonly Matcher[];
  /** Default, and earliest for a new one: now. */
  readonly startsAtMs?: number;
  readonly endsAtMs: number;
  readonly createdBy: string;
  readonly comment: string;
}

/** The state of a silence at a time. */
export function silenceState(
  { startsAtMs, endsAtMs }: Pick<StoredSilence, 'startsAtMs' | 'endsAtMs'>,
  nowMs: number,
): SilenceState {
  if (nowMs >= endsAtMs) return 'expired';
  return nowMs < startsAtMs ? 'pending' : 'active';
}
