import type { JSX } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { useNow, useStation } from '../../data/station-context.ts';
import { Dialog } from '../../design/dialog.tsx';
import { useToast } from '../../design/toast.tsx';
import { formatShortSpan } from '../../format/ages.ts';
import { useTimeControl } from '../../navigation/time.tsx';
import { EndPicker } from './end-picker.tsx';
import { parseMatchers } from './matcher-text.ts';
import { rememberAuthor } from './remembered-author.ts';
import { endOf, isComplete, problemsOf, silenceOf } from './silence-draft.ts';
import type { SilenceDraft } from './silence-draft.ts';
import { SilencePreview } from './silence-preview.tsx';

/** Makes or changes a silence: what it would mute is shown while its matchers are written. */
export function SilenceForm(props: {
  readonly initial: SilenceDraft;
  readonly onClose: () => void;
  /** Called with the id of the silence that was made; one that was changed may have another one. */
  readonly onMade: (id: string) => void;
}): JSX.Element {
  const { api, nowMs } = useStation();
  const { zone } = useTimeControl();
  const toast = useToast();
  const [draft, setDraft] = useState(props.initial);
  const [fault, setFault] = useState('');
  const [isBusy, setBusy] = useState(false);
  const isChange = draft.id !== undefined;
  const problems = problemsOf(draft, useNow(), zone);
  const change = (part: Partial<SilenceDraft>): void => setDraft((before) => ({ ...before, ...part }));

  const save = async (): Promise<void> => {
    setBusy(true);
    setFault('');
    try {
      const startMs = nowMs();
      const silence = silenceOf(draft, startMs, zone);
      const id = await api.silences.save(silence);
      rememberAuthor(silence.createdBy);
      const leftMs = (endOf(draft, startMs, zone) ?? startMs) - startMs;
      toast(isChange ? 'The silence was changed' : `Silenced for ${formatShortSpan(leftMs)}`);
      props.onMade(id);
    } catch (error) {
      setFault(error instanceof Error ? error.message : String(error));
      setBusy(false);
    }
  };
  return (
    <Dialog title={isChange ? 'Change the silence' : 'New silence'} onClose={props.onClose}>
      <form
        class="silence-form"
        onSubmit={(event) => {
          event.preventDefault();
          if (isComplete(draft, problems) && !isBusy) void save();
        }}
      >
        <MatchersField
          text={draft.matchers}
          problem={problems.matchers}
          isFirst={props.initial.matchers === ''}
          onInput={(matchers) => change({ matchers })}
        />
        {problems.matchers === '' && <SilencePreview matchers={parseMatchers(draft.matchers).matchers} />}
        <EndPicker draft={draft} problem={problems.end} onChange={(end) => change({ end })} />
        <TextField
          label="Why"
          value={draft.comment}
          isFirst={props.initial.matchers !== ''}
          problem={problems.comment}
          onInput={(comment) => change({ comment })}
        />
        <TextField
          label="Who you are"
          value={draft.author}
          problem={problems.author}
          onInput={(author) => change({ author })}
        />
        <p class="field-problem" role="alert">
          {fault}
        </p>
        <div class="silence-buttons">
          <button type="button" class="button" onClick={props.onClose}>
            Cancel
          </button>
          <button type="submit" class="button is-primary" disabled={isBusy} aria-busy={isBusy}>
            {isChange ? 'Save' : 'Silence'}
          </button>
        </div>
      </form>
    </Dialog>
  );
}

function MatchersField(props: {
  readonly text: string;
  readonly problem: string;
  /** Whether it is written first. */
  readonly isFirst: boolean;
  readonly onInput: (text: string) => void;
}): JSX.Element {
  const { text, problem, isFirst, onInput } = props;
  const id = useId();
  const field = useFieldProblem<HTMLTextAreaElement>(problem);
  return (
    <>
      <label class="field">
        <span class="field-label">Alerts that have all of these labels</span>
        <textarea
          ref={field}
          class="input silence-matchers"
          rows={Math.max(3, text.split('\n').length)}
          spellcheck={false}
          required
          autofocus={isFirst}
          aria-invalid={problem !== ''}
          aria-describedby={id}
          value={text}
          placeholder={'alertname="HighErrorRate"\nroute=~"/api/.*"'}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      </label>
      {problem !== '' && (
        <p id={id} class="field-problem" role="alert">
          {problem}
        </p>
      )}
    </>
  );
}

function TextField(props: {
  readonly label: string;
  readonly value: string;
  readonly problem: string;
  readonly isFirst?: boolean;
  readonly onInput: (text: string) => void;
}): JSX.Element {
  const { label, value, problem, isFirst = false, onInput } = props;
  const id = useId();
  const field = useFieldProblem<HTMLInputElement>(problem);
  return (
    <div class="field">
      <label class="field">
        <span class="field-label">{label}</span>
        <input
          ref={field}
          class="input"
          required
          autofocus={isFirst}
          aria-invalid={problem !== ''}
          aria-describedby={id}
          value={value}
          onInput={(event) => onInput(event.currentTarget.value)}
        />
      </label>
      {problem !== '' && (
        <p id={id} class="field-problem" role="alert">
          {problem}
        </p>
      )}
    </div>
  );
}

/** The browser sends no form of which a field has a problem, and leads there. */
function useFieldProblem<Field extends HTMLInputElement | HTMLTextAreaElement>(problem: string) {
  const field = useRef<Field>(null);
  useEffect(() => field.current?.setCustomValidity(problem), [problem]);
  return field;
}
