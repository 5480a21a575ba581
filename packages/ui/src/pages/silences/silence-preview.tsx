import type { SilenceMatcher } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { plural } from '../../data/overall-state.ts';
import { useRemote } from '../../data/station-context.ts';
import { LabelList } from '../../design/label-list.tsx';

/** Alerts that are listed; the number tells of the rest. */
const MAX_LISTED = 5;

/** What a silence with these matchers would mute now. */
export function SilencePreview({
  matchers,
}: {
  readonly matchers: readonly SilenceMatcher[];
}): JSX.Element | null {
  const { data, error } = useRemote(
    matchers.length > 0 ? ['silence-preview', matchers] : undefined,
    (api, signal) => api.silences.preview({ matchers }, signal),
    { keepsPrevious: true, on: ['alerts'] },
  );
  if (error !== '') return <p class="field-problem">{error}</p>;
  if (data === undefined) return null;
  const { alerts, rules, warning } = data;
  return (
    <div class="silence-preview" role="status">
      <p>
        Mutes {plural(alerts.length, 'alert')} now
        {rules.length > 0 &&
          `, and ${rules.join(', ')} when ${rules.length === 1 ? 'it fires' : 'they fire'}`}
        .
      </p>
      <ul>
        {alerts.slice(0, MAX_LISTED).map(({ labels }) => (
          <li key={JSON.stringify(labels)}>
            <LabelList labels={labels} />
          </li>
        ))}
      </ul>
      {alerts.length > MAX_LISTED && <p>and {alerts.length - MAX_LISTED} more</p>}
      {warning !== '' && <p class="silence-warning">{warning}</p>}
    </div>
  );
}
