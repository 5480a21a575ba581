import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { Confirm } from '../../../design/dialog.tsx';
import { Icon } from '../../../design/icon.tsx';
import type { Draft } from './draft.ts';
import type { Writing } from './use-draft.ts';
import type { Finish } from './use-finish.ts';
import type { Saving } from './use-save.ts';

/** The title, and what is done with the dashboard as a whole. */
export function EditorHead(props: {
  readonly draft: Draft;
  readonly writing: Writing;
  readonly saving: Saving;
  readonly finish: Finish;
  readonly onAdd: () => void;
  readonly onVariables: () => void;
}): JSX.Element {
  const { draft, writing, saving, finish } = props;
  const hasTitle = draft.title.trim() !== '';
  return (
    <form
      class="edit-head"
      onSubmit={(event) => {
        event.preventDefault();
        if (hasTitle && !saving.isBusy) void finish.save();
      }}
    >
      <h1 class="visually-hidden">{hasTitle ? `Edit ${draft.title}` : 'New dashboard'}</h1>
      <label class="field edit-title">
        <span class="field-label">Title of the dashboard</span>
        <input
          class="input"
          required
          maxLength={200}
          placeholder="Checkout"
          autofocus={!hasTitle}
          value={draft.title}
          onInput={({ currentTarget: { value } }) =>
            writing.change((before) => ({ ...before, title: value }))
          }
        />
      </label>
      <span class="edit-state">{writing.isChanged ? 'Not saved yet' : 'Nothing changed'}</span>
      <div class="page-tools">
        <button type="button" class="button" onClick={props.onAdd}>
          <Icon name="plus" />
          Add a panel
        </button>
        <button type="button" class="button" onClick={props.onVariables}>
          Variables
        </button>
        <LeaveButton isChanged={writing.isChanged} onLeave={finish.leave} />
        <button type="submit" class="button is-primary" disabled={saving.isBusy} aria-busy={saving.isBusy}>
          Save
        </button>
      </div>
    </form>
  );
}

/** Asks before what was written is thrown away. */
function LeaveButton(props: { readonly isChanged: boolean; readonly onLeave: () => void }): JSX.Element {
  const [isAsking, setAsking] = useState(false);
  return (
    <>
      <button
        type="button"
        class="button"
        onClick={() => (props.isChanged ? setAsking(true) : props.onLeave())}
      >
        {props.isChanged ? 'Discard' : 'Back'}
      </button>
      {isAsking && (
        <Confirm
          title="Discard what is not saved?"
          doWords="Discard"
          isDangerous
          onConfirm={props.onLeave}
          onCancel={() => setAsking(false)}
        >
          <p>The dashboard stays as it was last saved.</p>
        </Confirm>
      )}
    </>
  );
}
