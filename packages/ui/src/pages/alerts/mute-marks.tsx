import type { AlertInstanceView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { Icon } from '../../design/icon.tsx';
import { useHref } from '../../navigation/links.ts';

/** What mutes an alert. */
export type Muting = Pick<AlertInstanceView, 'silencedBy' | 'inhibitedBy' | 'mutedBy'>;

/** Says why nobody is told of an alert that fires: silenced, inhibited, or at a mute time. */
export function MuteMarks({ alert }: { readonly alert: Muting }): JSX.Element | null {
  const hrefOf = useHref();
  const { silencedBy, inhibitedBy, mutedBy } = alert;
  if (silencedBy.length + inhibitedBy.length + mutedBy.length === 0) return null;
  return (
    <span class="mute-marks">
      {silencedBy.length > 0 && (
        <a
          class="mute-mark"
          href={hrefOf({ page: 'silences', id: silencedBy[0] })}
          title={
            silencedBy.length === 1 ? 'Show the silence' : `Show the first of ${silencedBy.length} silences`
          }
        >
          <Icon name="mute" /> Silenced
        </a>
      )}
      {inhibitedBy.length > 0 && (
        <span class="mute-mark" title="Another alert that fires mutes it">
          <Icon name="mute" /> Inhibited
        </span>
      )}
      {mutedBy.length > 0 && (
        <span class="mute-mark" title={`Nobody is told during ${mutedBy.join(', ')}`}>
          <Icon name="clock" /> Mute time
        </span>
      )}
    </span>
  );
}
