import { isDeepStrictEqual } from 'node:util';
import type { RetentionLimits } from '@telltale/storage';
import { DEFAULT_RETENTION_MS } from '@telltale/storage';
import type { ReloadedSettings, RetentionSettings, RetentionSource } from '../settings.ts';

/** How much is kept of each signal. */
export interface Retention {
  readonly metrics: { readonly retentionMs: number; readonly maxBytes?: number };
  readonly logs: RetentionSettings;
  readonly traces: RetentionSettings;
}

/** How much is kept now: what the start said, until a reload says otherwise. */
export interface RetentionInForce {
  readonly present: () => Retention;
  /** Takes another in its place; what is too much by it is deleted. */
  readonly take: (next: ReloadedSettings) => void;
}

/** What keeps each signal; none for signals that another program keeps. */
export interface RetentionTakers {
  readonly metrics: (limits: RetentionLimits) => void;
  readonly signals: ((limits: Readonly<Record<'logs' | 'traces', RetentionLimits>>) => void) | undefined;
}

/** Begins with the settings of the start, which the stores were opened with. */
export function createRetentionInForce(start: RetentionSource, takers: RetentionTakers): RetentionInForce {
  let present = retentionOf(start);
  return {
    present: () => present,
    take: (next) => {
      if (next.retention === undefined) return;
      const wanted = retentionOf(next.retention);
      if (isDeepStrictEqual(wanted, present)) return;
      present = wanted;
      takers.metrics(limitsOf(present.metrics));
      takers.signals?.({ logs: limitsOf(present.logs), traces: limitsOf(present.traces) });
    },
  };
}

function retentionOf({ retentionMs, retentionBytes, logs, traces }: RetentionSource): Retention {
  return {
    metrics: {
      retentionMs: retentionMs ?? DEFAULT_RETENTION_MS,
      ...(retentionBytes !== undefined && { maxBytes: retentionBytes }),
    },
    logs: logs ?? {},
    traces: traces ?? {},
  };
}

function limitsOf({ retentionMs, maxBytes }: RetentionSettings): RetentionLimits {
  return { retentionMs: retentionMs ?? DEFAULT_RETENTION_MS, maxBytes: maxBytes ?? Infinity };
}
