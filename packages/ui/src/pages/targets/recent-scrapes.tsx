import type { JSX } from 'preact';

const SLOTS = 60;
const STRIDE = 2;
const HEIGHT = 16;

/** Outcomes of the newest scrapes: a tall bar for a success, a low one for a failure, newest right. */
export function RecentScrapes({ recent }: { readonly recent: readonly boolean[] }): JSX.Element {
  const newest = recent.slice(-SLOTS);
  const failures = newest.filter((isUp) => !isUp).length;
  const words = failures === 0 ? `all ${newest.length} succeeded` : `${failures} of ${newest.length} failed`;
  const offset = SLOTS - newest.length;
  const bars = (wanted: boolean, top: number): string =>
    newest
      .map((isUp, index) =>
        isUp === wanted ? `M${(offset + index) * STRIDE} ${top}h1.4V${HEIGHT}h-1.4Z` : '',
      )
      .join('');
  return (
    <svg
      class="recent"
      viewBox={`0 0 ${SLOTS * STRIDE} ${HEIGHT}`}
      role="img"
      aria-label={newest.length === 0 ? 'No scrape yet' : `Recent scrapes: ${words}`}
    >
      <path class="recent-up" d={bars(true, 2)} />
      <path class="recent-down" d={bars(false, 8)} />
    </svg>
  );
}
