import type { JSX } from 'preact';
import { useEachSecond } from '../data/station-context.ts';
import { formatAge } from '../format/ages.ts';
import { formatFullMoment } from '../format/times.ts';
import { useTimeControl } from '../navigation/time.tsx';
import { Icon } from './icon.tsx';

/** Data is old when so many refreshes in a row have failed to bring any. */
const MISSED_REFRESHES = 3;
/** Without a refresh nothing is old before this. */
const OLD_WITHOUT_REFRESH_MS = 5 * 60_000;
/** Ages count up in these steps: a page of panels is calm. */
const STEP_MS = 5000;

/**
 * How old the data of a panel is: quiet text, which becomes a warning when refreshes did not come. `atMs` is by
 * the clock of the browser, as resources and panels tell it.
 */
export function DataAge({ atMs }: { readonly atMs: number | undefined }): JSX.Element | null {
  const { refreshMs } = useTimeControl();
  // The station's clock does not matter here.
  const span = useEachSecond(() => Math.floor((Date.now() - (atMs ?? 0)) / STEP_MS) * STEP_MS);
  if (atMs === undefined) return null;
  const age = formatAge(0, span);
  const isOld = span > (refreshMs === null ? OLD_WITHOUT_REFRESH_MS : refreshMs * MISSED_REFRESHES);
  return (
    <span
      class={isOld ? 'data-age is-old' : 'data-age'}
      // Written out when somebody wants to read it: a page has many of them, and each needs the calendar.
      onPointerEnter={(event) => (event.currentTarget.title = `Data of ${formatFullMoment(atMs)}`)}
    >
      {isOld && <Icon name="clock" />}
      {isOld ? `Old: ${age}` : age}
    </span>
  );
}
