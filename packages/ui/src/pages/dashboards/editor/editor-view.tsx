import type { DashboardContent } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { EmptyState } from '../../../design/empty-state.tsx';
import { Icon } from '../../../design/icon.tsx';
import { useDrawer } from '../../../navigation/drawer-state.ts';
import type { DrawerState } from '../../../navigation/drawer-state.ts';
import { useKeys } from '../../../navigation/keys.tsx';
import { useUrlState } from '../../../navigation/url-state.ts';
import type { ChosenVariables } from '../../../panels/variables/fill-query.ts';
import { useVariables } from '../use-variables.ts';
import { VariableBar } from '../variable-bar.tsx';
import type { VariableState } from '../variables.ts';
import { ConflictDialog } from './conflict-dialog.tsx';
import { added, changed, rowTitles } from './draft.ts';
import type { Draft } from './draft.ts';
import { EditRows } from './edit-rows.tsx';
import { EditorHead } from './editor-head.tsx';
import { editorCodec } from './editor-state.ts';
import { PanelForm } from './panel-form.tsx';
import { useDeeds } from './use-deeds.ts';
import { useDraft } from './use-draft.ts';
import type { Writing } from './use-draft.ts';
import { useFinish } from './use-finish.ts';
import { useSave } from './use-save.ts';
import { useSettled } from './use-settled.ts';
import { VariablesForm } from './variables-form.tsx';

const NOTHING_CHOSEN: ReadonlyMap<string, readonly string[]> = new Map();

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
  const [stated, setStated] = useState(NOTHING_CHOSEN);
  const { states, chosen, error } = useVariables(useSettled(draft.variables), stated);
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
  return (
    <>
      <EditorHead
        draft={draft}
        writing={writing}
        saving={save}
        finish={finish}
        onAdd={() => addPanel()}
        onVariables={() => drawer.show('variables', 'all')}
      />
      {save.fault !== '' && (
        <p class="edit-fault" role="alert">
          {save.fault}
        </p>
      )}
      <p class="visually-hidden" role="status" aria-live="polite">
        {said}
      </p>
      <VariableBar
        states={states}
        error={error}
        onChoose={(name, values) => setStated((before) => new Map([...before, [name, values]]))}
      />
      {draft.panels.length === 0 ? (
        <NoPanelYet onAdd={() => addPanel()} />
      ) : (
        <EditRows draft={draft} chosen={chosen} deeds={deeds} focused={focused} onFocused={clearFocus} />
      )}
      <EditorDrawer
        draft={draft}
        states={states}
        chosen={chosen}
        shown={drawer.shown}
        onChange={change}
        onClose={drawer.close}
      />
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

function NoPanelYet({ onAdd }: { readonly onAdd: () => void }): JSX.Element {
  return (
    <EmptyState title="No panel yet">
      <p>A panel shows one or several queries. It is drawn while you write it.</p>
      <button type="button" class="button is-primary" onClick={onAdd}>
        <Icon name="plus" />
        Add the first panel
      </button>
    </EmptyState>
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

/** The form of the panel that is opened, or of the variables. */
function EditorDrawer(props: {
  readonly draft: Draft;
  readonly states: readonly VariableState[];
  readonly chosen: ChosenVariables;
  readonly shown: DrawerState['shown'];
  readonly onChange: Writing['change'];
  readonly onClose: () => void;
}): JSX.Element | null {
  const { draft, shown, onChange, onClose } = props;
  if (shown?.kind === 'variables') {
    return (
      <VariablesForm
        variables={draft.variables}
        states={props.states}
        onChange={(variables) => onChange((before) => ({ ...before, variables }))}
        onClose={onClose}
      />
    );
  }
  const opened = shown?.kind === 'form' ? draft.panels.find(({ id }) => shown.id === id) : undefined;
  if (opened === undefined) return null;
  return (
    <PanelForm
      key={opened.id}
      panel={opened.panel}
      rows={rowTitles(draft)}
      chosen={props.chosen}
      onChange={(panel) => onChange((before) => changed(before, opened.id, panel))}
      onClose={onClose}
    />
  );
}
