import type { JSX } from 'preact';
import { formatSpan } from '../../../format/ages.ts';

/** How much of its waiting time a pending alert has behind it. */
export function ForProgress(props: {
  readonly name: string;
  readonly elapsedMs: number;
  readonly forMs: number;
}): JSX.Element {
  const elapsedMs = Math.min(Math.max(0, props.elapsedMs), props.forMs);
  const leftMs = props.forMs - elapsedMs;
  return (
    <span class="for-progress" title={`It fires when its condition has held for ${formatSpan(props.forMs)}`}>
      <progress
        value={elapsedMs}
        max={Math.max(1, props.forMs)}
        aria-label={`${props.name}: time until it fires`}
      />
      <span>
        {leftMs > 0 ? `fires in ${formatSpan(Math.ceil(leftMs / 1000) * 1000)}` : 'fires at the next check'}
      </span>
    </span>
  );
}
