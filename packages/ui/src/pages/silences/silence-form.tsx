import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { useRemote, useStation } from '../../data/station-context.ts';
import { Dialog } from '../../design/dialog.tsx';
import { LabelList } from '../../design/label-list.tsx';
import { Segmented } from '../../design/segmented.tsx';
import { useToast } from '../../design/toast.tsx';
import { formatDuration } from '../../format/durations.ts';
import { parseMatchers } from './matcher-text.ts';
import { readAuthor, rememberAuthor } from './remembered-author.ts';

const MINUTE_MS = 60_000;
const LENGTHS_MS: readonly number[] = [30, 60, 120, 480, 1440, 10_080].map((minutes) => minutes * MINUTE_MS);
const DEFAULT_LENGTH_MS = 60 * MINUTE_MS;
/** Alerts that are listed in the preview; the number tells of the rest. */
const MAX_LISTED = 5;

/** Makes a silence: what it would mute is shown while its matchers are written. */
export function SilenceForm(props: {
  /** Matchers that it begins with, one a line. */
  readonly initial: string;
  readonly onClose: () => void;
  /** Called with the id of the silence that was made. */
  readonly onMade: (id: string) => void;
}): JSX.Element {
  const { api, nowMs } = useStation();
  const toast = useToast();
  const [text, setText] = useState(props.initial);
  const [lengthMs, setLengthMs] = useState(DEFAULT_LENGTH_MS);
  const [comment, setComment] = useState('');
  const [author, setAuthor] = useState(readAuthor());
  const [fault, setFault] = useState('');
  const { matchers, fault: wrong } = parseMatchers(text);

  const make = async (): Promise<void> => {
    const startMs = nowMs();
    try {
      const id = await api.silences.save({
        matchers,
        startsAt: new Date(startMs).toISOString(),
        endsAt: new Date(startMs + lengthMs).toISOString(),
        createdBy: author.trim(),
        comment: comment.trim(),
      });
      rememberAuthor(author.trim());
      toast(`Silenced for ${formatDuration(lengthMs)}`);
      props.onMade(id);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
    }
  };
  return (
    <Dialog title="New silence" onClose={props.onClose}>
      <form
        class="silence-form"
        onSubmit={(event) => {
          event.preventDefault();
          void make();
        }}
      >
        <label class="field">
          <span class="field-label">Alerts that have all of these labels</span>
          <textarea
            class="input silence-matchers"
            rows={Math.max(3, text.split('\n').length)}
            spellcheck={false}
            required
            value={text}
            placeholder={'alertname="HighErrorRate"\nroute=~"/api/.*"'}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <Preview text={text} />
        <div class="field">
          <span class="field-label">For</span>
          <Segmented
            label="For how long"
            segments={LENGTHS_MS.map((ms) => ({ value: String(ms), label: formatDuration(ms) }))}
            value={String(lengthMs)}
            onChange={(value) => setLengthMs(Number(value))}
          />
        </div>
        <TextField label="Why" value={comment} onInput={setComment} />
        <TextField label="Who you are" value={author} onInput={setAuthor} />
        <p class="field-problem" role="alert">
          {wrong || fault}
        </p>
        <div class="silence-buttons">
          <button type="button" class="button" onClick={props.onClose}>
            Cancel
          </button>
          <button type="submit" class="button is-primary" disabled={wrong !== '' || matchers.length === 0}>
            Silence
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function TextField(props: {
  readonly label: string;
  readonly value: string;
  readonly onInput: (text: string) => void;
}): JSX.Element {
  return (
    <label class="field">
      <span class="field-label">{props.label}</span>
      <input
        class="input"
        required
        value={props.value}
        onInput={(event) => props.onInput(event.currentTarget.value)}
      />
    </label>
  );
}

/** What the silence would mute now. */
function Preview({ text }: { readonly text: string }): JSX.Element | null {
  const { matchers, fault } = parseMatchers(text);
  const { data, error } = useRemote(
    fault === '' && matchers.length > 0 ? ['silence-preview', matchers] : undefined,
    (api, signal) => api.silences.preview({ matchers }, signal),
    { keepsPrevious: true, on: ['alerts'] },
  );
  if (error !== '') return <p class="field-problem">{error}</p>;
  if (data === undefined) return null;
  const { alerts, rules, warning } = data;
  return (
    <div class="silence-preview" role="status">
      <p>
        Mutes {alerts.length} {alerts.length === 1 ? 'alert' : 'alerts'} now
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
