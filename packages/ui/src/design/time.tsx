import type { JSX } from 'preact';
import { useNow } from '../data/station-context.ts';
import { formatAge, formatShortSpan } from '../format/ages.ts';
import { formatFullMoment, formatMoment } from '../format/times.ts';

/** A moment: how long ago, or the time of day; the other one, in full, when it is pointed at. */
export function Time(props: {
  /** `null` is `never`. */
  readonly atMs: number | null;
  /** `age`: `12 s ago`; `moment`: `14:03:27`; `both`: `14:03:27 (12 s ago)`. Default: `age`. */
  readonly as?: 'age' | 'moment' | 'both';
}): JSX.Element {
  const now = useNow();
  const { atMs, as = 'age' } = props;
  if (atMs === null) return <>never</>;
  const age = atMs > now + 1000 ? `in ${formatShortSpan(atMs - now)}` : formatAge(atMs, now);
  const moment = formatMoment(atMs, now);
  return (
    <time dateTime={new Date(atMs).toISOString()} title={`${formatFullMoment(atMs)} (${age})`}>
      {as === 'age' ? age : moment}
      {as === 'both' && (
        <>
          {' '}
          <span class="time-age">({age})</span>
        </>
      )}
    </time>
  );
}
