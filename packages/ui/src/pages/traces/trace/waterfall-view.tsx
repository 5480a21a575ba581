import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { EmptyState } from '../../../design/empty-state.tsx';
import { SearchField } from '../../../design/search-field.tsx';
import { useKeys } from '../../../navigation/keys.tsx';
import { useUrlState } from '../../../navigation/url-state.ts';
import { Minimap } from './minimap.tsx';
import { WHOLE } from './minimap-bars.ts';
import type { TimeSlice } from './minimap-bars.ts';
import { matchesOf, pathTo, shownRows } from './shown-rows.ts';
import { SpanDetails } from './span-details.tsx';
import type { TreeSpan } from './span-tree.ts';
import type { LoadedTrace } from './use-trace.ts';
import { traceCodec } from './view-state.ts';
import { Waterfall } from './waterfall.tsx';

/** The waterfall of a trace with all that helps to find something in it. */
export function WaterfallView({ trace }: { readonly trace: LoadedTrace }): JSX.Element {
  const { tree, path } = trace;
  const [state, setState] = useUrlState(traceCodec);
  const foldedKey = state.folded.join(' ');
  const folded = useMemo(() => new Set(state.folded), [foldedKey]);
  const rows = useMemo(() => shownRows(tree, folded, state.onlyErrors), [tree, folded, state.onlyErrors]);
  const matches = useMemo(() => matchesOf(tree, state.search), [tree, state.search]);
  const found = useMemo(() => new Set(matches), [matches]);
  const open = state.span === undefined ? undefined : tree.byId.get(state.span);
  const slice: TimeSlice = state.from < state.to ? { from: state.from, to: state.to } : WHOLE;
  const show = (one: TreeSpan): void => {
    const above = new Set(pathTo(one).map(({ span }) => span.spanId));
    setState(
      { ...state, span: one.span.spanId, folded: state.folded.filter((id) => !above.has(id)) },
      'replace',
    );
  };
  return (
    <div class={open ? 'trace-view has-details' : 'trace-view'}>
      <div class="trace-main">
        <SpanTools trace={trace} matches={matches} onShow={show} />
        <Minimap
          tree={tree}
          slice={slice}
          onSlice={({ from, to }) => setState({ ...state, from, to }, 'replace')}
        />
        {rows.length === 0 ? (
          <EmptyState title="No span failed">
            <button
              type="button"
              class="text-button"
              onClick={() => setState({ ...state, onlyErrors: false }, 'push')}
            >
              Show all spans
            </button>
          </EmptyState>
        ) : (
          <Waterfall
            tree={tree}
            path={path}
            rows={rows}
            slice={slice}
            folded={folded}
            found={found}
            onFold={(id, isFolded) =>
              setState(
                {
                  ...state,
                  folded: [...state.folded.filter((one) => one !== id), ...(isFolded ? [id] : [])],
                },
                'replace',
              )
            }
            openId={open?.span.spanId}
            onOpen={(span) => setState({ ...state, span }, 'push')}
          />
        )}
        <p class="section-note trace-legend">
          The dark line under a bar: the trace waited for this. Arrow keys move and fold, Enter opens, n and p
          go to the next and the one before.
        </p>
      </div>
      {open && (
        <SpanDetails
          one={open}
          tree={tree}
          onClose={() => setState({ ...state, span: undefined }, 'push')}
          onOpen={(id) => {
            const one = tree.byId.get(id);
            if (one) show(one);
          }}
        />
      )}
    </div>
  );
}

/** Looks for spans, and goes from one that was found, or failed, to the next. */
function SpanTools(props: {
  readonly trace: LoadedTrace;
  readonly matches: readonly TreeSpan[];
  readonly onShow: (one: TreeSpan) => void;
}): JSX.Element {
  const { matches } = props;
  const { tree } = props.trace;
  const [state, setState] = useUrlState(traceCodec);
  const isSearching = state.search.trim() !== '';
  const goals = isSearching ? matches : tree.spans.filter(({ span }) => span.status === 'error');
  const step = (direction: 1 | -1): void => {
    const at = state.span === undefined ? undefined : tree.byId.get(state.span);
    const next = nextOf(goals, at?.index, direction);
    if (next) props.onShow(next);
  };
  const toggle = (): void => setState({ ...state, onlyErrors: !state.onlyErrors }, 'push');
  useKeys([
    { keys: 'n', title: 'Next found span, or next error', group: 'Trace', run: () => step(1) },
    { keys: 'p', title: 'Found span before, or error before', group: 'Trace', run: () => step(-1) },
    { keys: 'e', title: 'Only errors and what led to them', group: 'Trace', run: toggle },
  ]);
  return (
    <div class="trace-tools">
      <SearchField
        label="Search in spans"
        placeholder="Name, service, attribute"
        value={state.search}
        onSearch={(search) => setState({ ...state, search }, 'replace')}
      />
      <span class="section-note" role="status">
        {goals.length > 0 && `${goals.length.toLocaleString('en-GB')} ${isSearching ? 'found' : 'failed'}`}
        {goals.length === 0 && isSearching && 'No span has this'}
      </span>
      {goals.length > 0 && (
        <>
          <button type="button" class="button" title="Before (p)" onClick={() => step(-1)}>
            Before
          </button>
          <button type="button" class="button" title="Next (n)" onClick={() => step(1)}>
            Next
          </button>
        </>
      )}
      <button
        type="button"
        class="button"
        title="Only errors (e)"
        aria-pressed={state.onlyErrors}
        onClick={toggle}
      >
        Only errors
      </button>
      {state.folded.length > 0 && (
        <button
          type="button"
          class="text-button"
          onClick={() => setState({ ...state, folded: [] }, 'replace')}
        >
          Unfold all
        </button>
      )}
    </div>
  );
}

/** The goal after a place, or before it; after the last comes the first. */
function nextOf(goals: readonly TreeSpan[], at: number | undefined, direction: 1 | -1): TreeSpan | undefined {
  if (direction > 0) return goals.find(({ index }) => index > (at ?? -1)) ?? goals.at(0);
  return goals.findLast(({ index }) => index < (at ?? 0)) ?? goals.at(-1);
}
