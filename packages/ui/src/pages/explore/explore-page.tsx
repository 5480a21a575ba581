import type { JSX } from 'preact';
import { useWindow } from '../../data/station-context.ts';
import { Icon } from '../../design/icon.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { Segmented } from '../../design/segmented.tsx';
import { Time } from '../../design/time.tsx';
import { useDrawer } from '../../navigation/drawer-state.ts';
import { useKeys } from '../../navigation/keys.tsx';
import { CodeDrawer } from './code-drawer.tsx';
import { MAX_QUERIES } from './drafts.ts';
import './explore.css';
import { MetricFinder } from './metric-finder.tsx';
import { QueryCard } from './query-card.tsx';
import { StartHere } from './start-here.tsx';
import { suggestQuery } from './suggest-query.ts';
import { useExplore } from './use-explore.ts';
import type { Explore } from './use-explore.ts';
import type { ExploreView } from './view-state.ts';

const VIEWS: readonly { readonly value: ExploreView; readonly label: string }[] = [
  { value: 'graph', label: 'Graph' },
  { value: 'table', label: 'Table' },
  { value: 'raw', label: 'Raw' },
  { value: 'tree', label: 'Tree' },
];

/** The page where anything can be asked in PromQL, and where every part of a question can be looked at. */
export function ExplorePage(): JSX.Element {
  const explore = useExplore();
  const drawer = useDrawer();
  const { state, drafts } = explore;
  const openFinder = (): void => drawer.show('metrics', '');
  useExploreKeys(explore, openFinder);
  return (
    <div class="explore">
      <PageHead title="Explore">
        <button type="button" class="button" title="Find a metric (m)" onClick={openFinder}>
          <Icon name="search" /> Metrics <kbd>m</kbd>
        </button>
        <Segmented
          label="View"
          segments={VIEWS}
          value={state.view}
          onChange={(view) => explore.show({ ...state, view })}
        />
      </PageHead>
      {state.view !== 'graph' && state.queries.length > 0 && <MomentLine explore={explore} />}
      {drafts.texts.map((_, index) => (
        <QueryCard key={index} index={index} explore={explore} />
      ))}
      <div class="explore-more">
        {drafts.texts.length < MAX_QUERIES && state.queries.length > 0 && (
          <button type="button" class="text-button" onClick={explore.add}>
            + Add query
          </button>
        )}
      </div>
      {state.queries.length === 0 && <StartHere onAsk={explore.ask} onFind={openFinder} />}
      {drawer.shown?.kind === 'metrics' && (
        <MetricFinder onClose={drawer.close} onPick={(metric) => explore.ask(suggestQuery(metric))} />
      )}
      {drawer.shown?.kind === 'code' && (
        <CodeDrawer id={drawer.shown.id} queries={state.queries} onClose={drawer.close} />
      )}
    </div>
  );
}

function useExploreKeys(explore: Explore, openFinder: () => void): void {
  const group = 'Explore';
  useKeys([
    { keys: 'm', title: 'Find a metric', group, run: openFinder },
    { keys: 'e', title: 'Write in the query', group, run: explore.focus },
    ...VIEWS.map(({ value, label }, i) => ({
      keys: String(i + 1),
      title: `Show as ${label.toLowerCase()}`,
      group,
      run: () => explore.show({ ...explore.state, view: value }),
    })),
  ]);
}

/** The moment that everything but the graph is of. */
function MomentLine({ explore }: { readonly explore: Explore }): JSX.Element {
  const { endMs } = useWindow();
  const { state } = explore;
  return (
    <p class="explore-moment">
      {state.atMs === undefined ? (
        <>
          At the end of the range, <Time atMs={endMs} as="moment" />. A click into the graph chooses another
          moment.
        </>
      ) : (
        <>
          At <Time atMs={state.atMs} as="moment" />{' '}
          <button
            type="button"
            class="text-button"
            onClick={() => explore.show({ ...state, atMs: undefined })}
          >
            Back to the end of the range
          </button>
        </>
      )}
    </p>
  );
}
