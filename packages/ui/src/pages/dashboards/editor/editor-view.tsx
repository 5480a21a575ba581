import type { DashboardContent } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { Confirm } from '../../../design/dialog.tsx';
import { EmptyState } from '../../../design/empty-state.tsx';
import { Icon } from '../../../design/icon.tsx';
import { useDrawer } from '../../../navigation/drawer-state.ts';
import { useKeys } from '../../../navigation/keys.tsx';
import { useGo, useHref } from '../../../navigation/links.ts';
import { useUrlState } from '../../../navigation/url-state.ts';
import { useVariables } from '../use-variables.ts';
import { ConflictDialog } from './conflict-dialog.tsx';
import { added, changed, contentOf, rowTitles } from './draft.ts';
import type { Draft } from './draft.ts';
import { EditRows } from './edit-rows.tsx';
import { editorCodec } from './editor-state.ts';
import { PanelForm } from './panel-form.tsx';
import { useDeeds } from './use-deeds.ts';
import { useDraft } from './use-draft.ts';
import type { Writing } from './use-draft.ts';
import { useSave } from './use-save.ts';
import type { Saving } from './use-save.ts';

const NOT_STATED: ReadonlyMap<string, readonly string[]> = new Map();

/** A dashboard that is written on: title, panels in their places, and the form of the one that is opened. */
export function EditorView(props: {
  /** `undefined` for one that was never saved. */
  readonly slug: string | undefined;
  /** Under which name what is not saved is kept in the tab. */
  readonly keptAs: string;
  readonly revision: number;
  /** What is saved now. */
  readonly saved: DashboardContent;
  /** What is written on at first. */
  readonly content: DashboardContent;
}): JSX.Element {
  const { slug } = props;
  const writing = useDraft(props.keptAs, props);
  const { draft, change } = writing;
  const drawer = useDrawer();
  const save = useSave();
  const { chosen } = useVariables(draft.variables, NOT_STATED);
  const finish = useFinish(slug, writing, save);
  const [said, say] = useState('');
  const { deeds, focused, clearFocus } = useDeeds(writing, drawer.show, say);
  const addPanel = (query = ''): void => {
    const made = added(draft, {
      title: `Panel ${draft.panels.length + 1}`,
      kind: 'timeseries',
      unit: '',
      queries: [{ query, legend: '' }],
    });
    change(() => made.draft);
    drawer.show('form', made.id);
  };
  useAsked(addPanel);
  useKeys([
    { keys: 'n', title: 'Add a panel', group: 'This page', run: () => addPanel() },
    { keys: 'Mod+s', title: 'Save the dashboard', group: 'This page', run: () => void finish.save() },
  ]);
  const opened = draft.panels.find(({ id }) => drawer.shown?.kind === 'form' && drawer.shown.id === id);
  return (
    <>
      <EditorHead draft={draft} writing={writing} saving={save} finish={finish} onAdd={() => addPanel()} />
      {save.fault !== '' && (
        <p class="edit-fault" role="alert">
          {save.fault}
        </p>
      )}
      <p class="visually-hidden" role="status" aria-live="polite">
        {said}
      </p>
      {draft.panels.length === 0 ? (
        <EmptyState title="No panel yet">
          <p>A panel shows one or several queries. It is drawn while you write it.</p>
          <button type="button" class="button is-primary" onClick={() => addPanel()}>
            <Icon name="plus" />
            Add the first panel
          </button>
        </EmptyState>
      ) : (
        <EditRows draft={draft} chosen={chosen} deeds={deeds} focused={focused} onFocused={clearFocus} />
      )}
      {opened !== undefined && (
        <PanelForm
          key={opened.id}
          panel={opened.panel}
          rows={rowTitles(draft)}
          chosen={chosen}
          onChange={(panel) => change((before) => changed(before, opened.id, panel))}
          onClose={drawer.close}
        />
      )}
      {save.conflict !== undefined && (
        <ConflictDialog
          conflict={save.conflict}
          onTheirs={finish.takeTheirs}
          onCopy={() => void finish.saveAsCopy()}
          onClose={save.dismiss}
        />
      )}
    </>
  );
}

/** Adds the panel that the address asks for, once. */
function useAsked(addPanel: (query: string) => void): void {
  const [state, setState] = useUrlState(editorCodec);
  const isDone = useRef(false);
  useEffect(() => {
    if (state.add === undefined || isDone.current) return;
    isDone.current = true;
    setState({ ...state, add: undefined }, 'replace');
    addPanel(state.add);
  }, [state.add]);
}

interface Finish {
  readonly save: () => Promise<void>;
  readonly saveAsCopy: () => Promise<void>;
  /** Goes on with what somebody else saved; without anything where it was deleted. */
  readonly takeTheirs: () => void;
  /** Back to the dashboard, or to the list. */
  readonly leave: () => void;
}

/** The ways out of the editor. */
function useFinish(slug: string | undefined, writing: Writing, saving: Saving): Finish {
  const go = useGo();
  const hrefOf = useHref();
  const { draft, revision } = writing;
  const show = (next: string | undefined): void => {
    writing.forget();
    go(hrefOf({ page: 'dashboards', slug: next }));
  };
  return useMemo(
    () => ({
      save: async () => {
        const saved = await saving.save(slug, revision, contentOf(draft));
        if (saved !== undefined) show(saved.slug);
      },
      saveAsCopy: async () => {
        const title = `${draft.title} (copy)`.slice(0, 200);
        const saved = await saving.save(undefined, 0, { ...contentOf(draft), title });
        if (saved !== undefined) show(saved.slug);
      },
      takeTheirs: () => {
        const theirs = saving.conflict?.current;
        saving.dismiss();
        if (theirs === undefined) show(undefined);
        else writing.startFrom(theirs.revision, theirs.content);
      },
      leave: () => show(slug),
    }),
    [slug, draft, revision, saving, hrefOf],
  );
}

function EditorHead(props: {
  readonly draft: Draft;
  readonly writing: Writing;
  readonly saving: Saving;
  readonly finish: Finish;
  readonly onAdd: () => void;
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
