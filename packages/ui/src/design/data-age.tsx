import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { useNow } from '../data/station-context.ts';
import { formatAge } from '../format/ages.ts';
import { formatFullMoment } from '../format/times.ts';
import { useTimeControl } from '../navigation/time.tsx';
import { Icon } from './icon.tsx';

/** Data is old when so many refreshes in a row have failed to bring any. */
const MISSED_REFRESHES = 3;
/** Without a refresh nothing is old before this. */
const OLD_WITHOUT_REFRESH_MS = 5 * 60_000;

/**
 * How old the data of a panel is: quiet text, which becomes a warning when refreshes did not come. `atMs` is by
 * the clock of the browser, as resources and panels tell it.
 */
export function DataAge({ atMs }: { readonly atMs: number | undefined }): JSX.Element | null {
  const { refreshMs } = useTimeControl();
  // Drawn anew each second; the station's clock does not matter here.
  useNow();
  const title = useMemo(() => (atMs === undefined ? '' : `Data of ${formatFullMoment(atMs)}`), [atMs]);
  if (atMs === undefined) return null;
  const age = formatAge(atMs, Date.now());
  const isOld =
    Date.now() - atMs > (refreshMs === null ? OLD_WITHOUT_REFRESH_MS : refreshMs * MISSED_REFRESHES);
  return (
    <span class={isOld ? 'data-age is-old' : 'data-age'} title={title}>
      {isOld && <Icon name="clock" />}
      {isOld ? `Old: ${age}` : age}
    </span>
  );
}
