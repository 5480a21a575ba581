import type { JSX } from 'preact';
import { TooMuch } from '../../../design/too-much.tsx';
import { formatMoment } from '../../../format/times.ts';
import { lineOf } from '../../../format/printable.ts';
import { formatMs } from './span-time.ts';
import type { TraceTree } from './span-tree.ts';
import { clockSkews } from './trace-figures.ts';

/** When a trace was, how long it took, and what it is made of. */
export function TraceSummaryLine({ tree }: { readonly tree: TraceTree }): JSX.Element {
  const { spans, errors, durationMs, startMs } = tree;
  return (
    <p class="trace-summary">
      {formatMoment(startMs, Date.now())} · <strong>{formatMs(durationMs)}</strong> ·{' '}
      {spans.length.toLocaleString('en-GB')} {spans.length === 1 ? 'span' : 'spans'}
      {errors > 0 && (
        <span class="tone-bad">
          {' '}
          · {errors.toLocaleString('en-GB')} {errors === 1 ? 'error' : 'errors'}
        </span>
      )}
    </p>
  );
}

/** What is wrong with the trace itself: spans that are missing, clocks that do not agree. */
export function TraceNotes({ tree }: { readonly tree: TraceTree }): JSX.Element {
  const { orphans } = tree;
  const skew = clockSkews(tree).at(0);
  return (
    <>
      {orphans > 0 && (
        <TooMuch title="Parts of this trace are missing">
          {orphans === 1
            ? 'One span names a parent'
            : `${orphans.toLocaleString('en-GB')} spans name parents`}{' '}
          that did not arrive. They stand at the left. The program that made it may have stopped, or it was
          not sampled.
        </TooMuch>
      )}
      {skew && (
        <TooMuch title={`The clocks of ${lineOf(skew.caller)} and ${lineOf(skew.callee)} do not agree`}>
          Spans lie up to {formatMs(skew.byMs)} outside of the call that led to them. Times are shown as they
          were sent.
        </TooMuch>
      )}
    </>
  );
}
