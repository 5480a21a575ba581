import type { JSX } from 'preact';
import { useEffect, useRef, useState } from 'preact/hooks';
import { EmptyState } from '../../../design/empty-state.tsx';
import { Icon } from '../../../design/icon.tsx';
import type { IconName } from '../../../design/icon.tsx';
import { useTimeControl } from '../../../navigation/time.tsx';
import { ChartPanel } from '../../../panels/panel/panel.tsx';
import { sizeClass } from '../../../panels/panel/panel-size.ts';
import type { PanelView } from '../../../panels/panel/panel-views.tsx';
import type { ChosenVariables } from '../../../panels/variables/fill-query.ts';
import { hasQueries } from './draft.ts';
import type { DraftPanel } from './draft.ts';

/** What can be done with a panel that is being arranged. */
export interface SlotDeeds {
  readonly edit: (id: string) => void;
  readonly move: (id: string, by: -1 | 1) => void;
  readonly resize: (id: string, wider: number, higher: number) => void;
  readonly duplicate: (id: string) => void;
  readonly remove: (id: string) => void;
  /** A panel was dragged to the place of another one. */
  readonly drop: (dragged: string, onto: string) => void;
}

interface SlotProps {
  readonly item: DraftPanel;
  readonly number: number;
  readonly count: number;
  readonly chosen: ChosenVariables;
  /** Whether it takes the focus: it was moved, and the page was drawn anew. */
  readonly wantsFocus: boolean;
  readonly onFocused: () => void;
  readonly deeds: SlotDeeds;
}

/** The kind of what is dragged: panels of this page alone. */
const DRAGGED = 'application/x-telltale-panel';

/** A panel in its place, with all that moves it; arrow keys move it where it has the focus itself. */
export function EditSlot(props: SlotProps): JSX.Element {
  const { item, deeds, number, count } = props;
  const { id, panel } = item;
  const element = useRef<HTMLDivElement>(null);
  const [isTarget, setTarget] = useState(false);
  useEffect(() => {
    if (!props.wantsFocus) return;
    element.current?.focus({ preventScroll: true });
    element.current?.scrollIntoView({ block: 'nearest' });
    props.onFocused();
  }, [props.wantsFocus]);
  return (
    <div
      ref={element}
      class={`edit-slot is-${panel.kind}${sizeClass(panel)}${isTarget ? ' is-target' : ''}`}
      role="group"
      tabIndex={0}
      aria-label={`${panel.title || 'Panel without a title'}, ${number} of ${count}`}
      aria-keyshortcuts="ArrowLeft ArrowRight Shift+ArrowLeft Shift+ArrowRight Enter Delete"
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget || !runKey(event, id, deeds)) return;
        event.preventDefault();
      }}
      onDragOver={(event) => {
        if (event.dataTransfer?.types.includes(DRAGGED) !== true) return;
        event.preventDefault();
        setTarget(true);
      }}
      onDragLeave={() => setTarget(false)}
      onDrop={(event) => {
        event.preventDefault();
        setTarget(false);
        deeds.drop(event.dataTransfer?.getData(DRAGGED) ?? '', id);
      }}
    >
      <SlotTools {...props} />
      <PreviewPanel panel={panel} chosen={props.chosen} />
    </div>
  );
}

/** Whether the key does something. */
function runKey(event: KeyboardEvent, id: string, deeds: SlotDeeds): boolean {
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const keys: Readonly<Record<string, () => void>> = {
    ArrowLeft: () => deeds.move(id, -1),
    ArrowRight: () => deeds.move(id, 1),
    'Shift ArrowLeft': () => deeds.resize(id, -1, 0),
    'Shift ArrowRight': () => deeds.resize(id, 1, 0),
    'Shift ArrowUp': () => deeds.resize(id, 0, -1),
    'Shift ArrowDown': () => deeds.resize(id, 0, 1),
    Enter: () => deeds.edit(id),
    Delete: () => deeds.remove(id),
  };
  const pressed = event.shiftKey ? `Shift ${event.key}` : event.key;
  if (!Object.hasOwn(keys, pressed)) return false;
  keys[pressed]();
  return true;
}

function SlotTools({ item: { id, panel }, number, count, deeds }: SlotProps): JSX.Element {
  const tool = (icon: IconName, words: string, run: () => void, isDisabled = false): JSX.Element => (
    <button
      type="button"
      class="icon-button"
      aria-label={`${words}: ${panel.title}`}
      title={words}
      disabled={isDisabled}
      onClick={run}
    >
      <Icon name={icon} />
    </button>
  );
  return (
    <div class="edit-tools">
      <span
        class="edit-grip"
        title="Drag to another place"
        draggable
        onDragStart={(event) => {
          event.dataTransfer?.setData(DRAGGED, id);
          if (event.dataTransfer) event.dataTransfer.effectAllowed = 'move';
        }}
      >
        <Icon name="grip" />
      </span>
      {tool('arrow-left', 'Move earlier', () => deeds.move(id, -1), number === 1 && panel.row === undefined)}
      {tool('arrow-right', 'Move later', () => deeds.move(id, 1), number === count)}
      <span class="edit-gap" />
      {tool('narrower', 'Narrower', () => deeds.resize(id, -1, 0))}
      {tool('wider', 'Wider', () => deeds.resize(id, 1, 0))}
      <span class="edit-gap" />
      {tool('edit', 'Edit', () => deeds.edit(id))}
      {tool('copy', 'Duplicate', () => deeds.duplicate(id))}
      {tool('trash', 'Remove', () => deeds.remove(id))}
    </div>
  );
}

/** A panel as it will be drawn. */
export function PreviewPanel(props: {
  readonly panel: DraftPanel['panel'];
  readonly chosen: ChosenVariables;
}): JSX.Element {
  const { words, zoom } = useTimeControl();
  const [view, setView] = useState<PanelView>('chart');
  const [isolated, isolate] = useState<string | undefined>(undefined);
  const { panel } = props;
  const queries = panel.queries.filter(({ query }) => query.trim() !== '');
  if (hasQueries(panel) && queries.length === 0) {
    return (
      <div class={`panel is-${panel.kind}`}>
        <EmptyState title={`${panel.title || 'This panel'} has no query yet`}>
          <p>Edit it, and write what it shows as PromQL.</p>
        </EmptyState>
      </div>
    );
  }
  return (
    <ChartPanel
      panel={queries.length === panel.queries.length ? panel : { ...panel, queries }}
      chosen={props.chosen}
      view={view}
      onView={setView}
      isolated={isolated}
      onIsolate={isolate}
      rangeWords={words}
      onZoom={zoom}
      noDataHelp={<p>Nothing was measured in this time.</p>}
    />
  );
}
