import { useMemo, useRef } from 'preact/hooks';
import type { HistoryMode } from '../../navigation/url-state.ts';
import type { PanelView } from '../../panels/panel/panel-views.tsx';
import { withEntry } from '../../navigation/changed-copies.ts';
import type { DashboardState } from './view-state.ts';

/** What can be done with a panel of a dashboard, by its id. They stay the same while the page is open. */
export interface PanelDeeds {
  readonly view: (id: string, view: PanelView) => void;
  readonly isolate: (id: string, name: string | undefined) => void;
  readonly explain: (id: string) => void;
  /** Fills the page with a panel, or shows all again. */
  readonly fill: (id: string | undefined) => void;
}

/** The deeds of a dashboard's panels on its view state. */
export function usePanelDeeds(
  state: DashboardState,
  setState: (next: DashboardState, mode: HistoryMode) => void,
  explain: (id: string) => void,
): PanelDeeds {
  const newest = useRef({ state, setState, explain });
  newest.current = { state, setState, explain };
  return useMemo(() => {
    const change = (changes: Partial<DashboardState>, mode: HistoryMode): void =>
      newest.current.setState({ ...newest.current.state, ...changes }, mode);
    return {
      view: (id, view) => {
        const { views } = newest.current.state;
        change({ views: withEntry(views, id, view === 'chart' ? undefined : view) }, 'replace');
      },
      isolate: (id, name) => {
        change({ isolated: withEntry(newest.current.state.isolated, id, name) }, 'replace');
      },
      explain: (id) => newest.current.explain(id),
      fill: (full) => change({ full }, 'push'),
    };
  }, []);
}
