import type { JSX } from 'preact';
import { formatSpan } from '../../format/ages.ts';

/** How much of its waiting time a pending alert has behind it. */
export function ForProgress(props: {
  readonly name: string;
  readonly elapsedMs: number;
  readonly forMs: number;
}): JSX.Element {
  const elapsedMs = Math.min(Math.max(0, props.elapsedMs), props.forMs);
  const leftMs = props.forMs - elapsedMs;
  return (
    <div class="for-progress">
      <progress
        value={elapsedMs}
        max={Math.max(1, props.forMs)}
        aria-label={`${props.name}: time until it fires`}
      />
      <span>
        {leftMs > 0
          ? `fires in ${formatSpan(Math.ceil(leftMs / 1000) * 1000)}`
          : 'fires with the next evaluation'}
        {` (for ${formatSpan(props.forMs)})`}
      </span>
    </div>
  );
}
