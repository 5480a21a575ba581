import { useStation } from '../data/station-context.ts';
import { boundsOf } from '../data/time-range.ts';
import { useCopy } from '../design/copy-button.tsx';
import { useTimeControl } from '../navigation/time.tsx';
import { shareableAddress } from './shareable-address.ts';

/** Copies the address of what is shown; `fixed`: so that it shows the same time tomorrow. */
export function useShare(): (how: 'as-shown' | 'fixed') => void {
  const { range, zone } = useTimeControl();
  const { nowMs } = useStation();
  const copy = useCopy();
  return (how) => {
    const bounds = how === 'fixed' ? boundsOf(range, nowMs()) : undefined;
    void copy(shareableAddress(location.href, zone, bounds), 'Link');
  };
}
