import type { Span } from './span.ts';

/** Which traces are kept, decided when they have ended. */
export interface TailSampling {
  /** Share of the traces that is kept whatever they are, from 0 to 1. Default: 1. */
  readonly ratio?: number;
  /** Whether all traces with an error are kept. Default: yes. */
  readonly keepErrors?: boolean;
  /** Traces that take at least as long are kept. Default: none for that reason. */
  readonly slowerThanMs?: number;
}

/** What the decision depends on. */
export type SampledSpan = Pick<Span, 'traceId' | 'status' | 'startMs' | 'durationMs'>;

/** How many of the first bits of the random half of a trace id decide: enough for shares of a millionth. */
const DECIDING_DIGITS = 8;
const RANDOM_HALF = 16;

/**
 * Whether a trace, or what has arrived of it, is to be kept. The share is decided by the trace's id, so that all
 * parts of a trace, and all programs that decide like this, agree.
 */
export function keepsTrace(sampling: TailSampling, spans: readonly SampledSpan[]): boolean {
  const { ratio = 1, keepErrors = true, slowerThanMs = Infinity } = sampling;
  if (ratio >= 1) return true;
  if (keepErrors && spans.some(({ status }) => status === 'error')) return true;
  if (slowerThanMs < Infinity && durationMs(spans) >= slowerThanMs) return true;
  const [first] = spans;
  return first !== undefined && isInShare(first.traceId, ratio);
}

/** Whether a trace is in a share of all, by the last digits of its id, which are random in every version of them. */
export function isInShare(traceId: string, ratio: number): boolean {
  const digits = traceId.slice(RANDOM_HALF, RANDOM_HALF + DECIDING_DIGITS);
  return Number.parseInt(digits, 16) < ratio * 16 ** DECIDING_DIGITS;
}

function durationMs(spans: readonly SampledSpan[]): number {
  let startMs = Infinity;
  let endMs = -Infinity;
  for (const span of spans) {
    startMs = Math.min(startMs, span.startMs);
    endMs = Math.max(endMs, span.startMs + span.durationMs);
  }
  return endMs - startMs;
}
