import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { EmptyState } from '../../design/empty-state.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { useTimeControl } from '../../navigation/time.tsx';
import { choiceField, textField, urlCodec } from '../../navigation/url-codec.ts';
import { useUrlState } from '../../navigation/url-state.ts';
import { PANEL_VIEWS } from '../../panels/panel/panel-views.tsx';
import { ChartPanel } from '../../panels/panel/panel.tsx';

const exploreCodec = urlCodec({ query: textField('q'), view: choiceField('view', PANEL_VIEWS) });

/** The page where anything can be asked in PromQL. */
export function ExplorePage(): JSX.Element {
  const [state, setState] = useUrlState(exploreCodec);
  const [typed, setTyped] = useState(state.query);
  const time = useTimeControl();
  return (
    <>
      <PageHead title="Explore" />
      <form
        onSubmit={(event) => {
          event.preventDefault();
          setState({ ...state, query: typed }, 'push');
        }}
      >
        <input
          class="input"
          aria-label="Query"
          placeholder="PromQL, such as sum by (job) (up)"
          value={typed}
          onInput={(event) => setTyped(event.currentTarget.value)}
        />
      </form>
      {state.query === '' ? (
        <EmptyState title="Nothing is asked yet">Write a query and press Enter.</EmptyState>
      ) : (
        <ChartPanel
          key={state.query}
          panel={{
            title: state.query,
            kind: 'timeseries',
            unit: '',
            queries: [{ query: state.query, legend: '' }],
          }}
          view={state.view}
          onView={(view) => setState({ ...state, view }, 'replace')}
          isolated={undefined}
          onIsolate={() => undefined}
          rangeWords={time.words}
          onZoom={time.zoom}
          noDataHelp="No series answers this query in this time."
        />
      )}
    </>
  );
}
