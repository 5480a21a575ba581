import type { JSX } from 'preact';
import { useId } from 'preact/hooks';
import { useNow } from '../../data/station-context.ts';
import { Segmented } from '../../design/segmented.tsx';
import { formatDuration } from '../../format/durations.ts';
import { formatShortSpan } from '../../format/ages.ts';
import { formatFullMoment, formatInputMoment } from '../../format/times.ts';
import { nameOfZone } from '../../format/zone.ts';
import { useTimeControl } from '../../navigation/time.tsx';
import { LENGTHS_MS, endOf } from './silence-draft.ts';
import type { SilenceDraft, SilenceEnd } from './silence-draft.ts';

const AT = 'at';

/** How long a silence holds: one of some lengths, or until a moment in the page's zone. */
export function EndPicker(props: {
  readonly draft: SilenceDraft;
  readonly problem: string;
  readonly onChange: (end: SilenceEnd) => void;
}): JSX.Element {
  const { draft, problem, onChange } = props;
  const { end } = draft;
  const { zone } = useTimeControl();
  const nowMs = useNow();
  const id = useId();
  const endMs = endOf(draft, nowMs, zone);
  const choose = (value: string): void => {
    if (value !== AT) onChange({ kind: 'after', lengthMs: Number(value) });
    else if (end.kind === 'after') onChange({ kind: 'at', text: formatInputMoment(endMs ?? nowMs, zone) });
  };
  return (
    <div class="field">
      <span class="field-label">For</span>
      <Segmented
        label="For how long"
        segments={[
          ...LENGTHS_MS.map((ms) => ({ value: String(ms), label: formatDuration(ms) })),
          { value: AT, label: 'until…' },
        ]}
        value={end.kind === 'at' ? AT : String(end.lengthMs)}
        onChange={choose}
      />
      {end.kind === 'at' && (
        <input
          class="input silence-until"
          aria-label={`Until (${nameOfZone(zone)})`}
          aria-describedby={id}
          aria-invalid={problem !== ''}
          inputMode="numeric"
          autocomplete="off"
          spellcheck={false}
          placeholder={formatInputMoment(nowMs, zone)}
          value={end.text}
          onInput={(event) => onChange({ kind: 'at', text: event.currentTarget.value })}
        />
      )}
      <p id={id} class={problem === '' ? 'field-hint' : 'field-problem'}>
        {problem ||
          (endMs !== undefined && `${formatFullMoment(endMs)}, in ${formatShortSpan(endMs - nowMs)}`)}
      </p>
    </div>
  );
}
