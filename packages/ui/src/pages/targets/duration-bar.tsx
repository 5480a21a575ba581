import type { TargetView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { NO_VALUE, formatValue } from '../../format/units.ts';

/** A scrape that takes this share of its timeout is about to fail. */
const SLOW_SHARE = 0.5;

/** How long a scrape took, and how much of its timeout that is. */
export function DurationBar({ target }: { readonly target: TargetView }): JSX.Element {
  const { lastDurationMs, timeoutMs } = target;
  if (lastDurationMs === null) return <>{NO_VALUE}</>;
  const share = timeoutMs > 0 ? lastDurationMs / timeoutMs : 0;
  const isSlow = share >= SLOW_SHARE;
  const words = `${formatValue('seconds', lastDurationMs / 1000)} of ${formatValue('seconds', timeoutMs / 1000)}`;
  return (
    <span class={isSlow ? 'took is-slow' : 'took'} title={`${words} until it is given up`}>
      {formatValue('seconds', lastDurationMs / 1000)}
      {isSlow && <span class="took-note">slow</span>}
      <span class="took-bar" aria-hidden="true">
        <span class="took-share" style={{ width: `${Math.min(100, share * 100)}%` }} />
      </span>
    </span>
  );
}
