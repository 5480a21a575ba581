import { useEffect, useMemo, useRef, useState } from 'preact/hooks';
import { useStation } from '../../data/station-context.ts';
import { useUrlState } from '../../navigation/url-state.ts';
import type { Drafts } from './drafts.ts';
import { draftsOf, queriesOf, withQuery, withText, without, withoutEmpty } from './drafts.ts';
import { browserStore, rememberQueries } from './query-history.ts';
import { exploreCodec } from './view-state.ts';
import type { ExploreState } from './view-state.ts';

/** What the page shows, what is being written, and what can be done. */
export interface Explore {
  readonly state: ExploreState;
  readonly drafts: Drafts;
  /** Whether the editor that is active is to take the focus. */
  readonly wantsFocus: boolean;
  /** Another view of what was asked; Back undoes it. */
  readonly show: (state: ExploreState) => void;
  readonly write: (index: number, text: string) => void;
  /** An editor has the focus. */
  readonly activate: (index: number) => void;
  /** Asks what the editors hold; what was asked already is asked again. */
  readonly run: () => void;
  /** Asks a query from elsewhere, beside what is there. */
  readonly ask: (query: string) => void;
  /** Asks a query in place of that of an editor. */
  readonly replace: (index: number, query: string) => void;
  readonly add: () => void;
  readonly remove: (index: number) => void;
  readonly focus: () => void;
}

/** Keeps what was asked in the address, and what is being written beside it. */
export function useExplore(): Explore {
  const station = useStation();
  const [state, setState] = useUrlState(exploreCodec);
  const asked = JSON.stringify(state.queries);
  const [drafts, setDrafts] = useState<Drafts>(() => draftsOf(state.queries));
  const [wantsFocus, setWantsFocus] = useState(state.queries.length === 0);
  const shown = useRef(asked);
  useEffect(() => {
    // Back, forward or a link: the editors hold what was asked then.
    if (shown.current === asked) return;
    shown.current = asked;
    setDrafts((before) =>
      JSON.stringify(queriesOf(before)) === asked ? before : draftsOf(state.queries, before.active),
    );
  }, [asked]);

  return useMemo(() => {
    const run = (next: Drafts): void => {
      const queries = queriesOf(next);
      setDrafts(withoutEmpty(next));
      rememberQueries(browserStore(), queries);
      if (JSON.stringify(queries) === asked) station.refresh();
      else setState({ ...state, queries, isolated: new Map() }, 'push');
    };
    const focus = (): void => setWantsFocus(true);
    return {
      state,
      drafts,
      wantsFocus,
      show: (next) => setState(next, 'push'),
      write: (index, text) => setDrafts((before) => withText(before, index, text)),
      activate: (active) => {
        setWantsFocus(false);
        setDrafts((before) => (before.active === active ? before : { ...before, active }));
      },
      run: () => run(drafts),
      ask: (query) => run(withQuery(drafts, query)),
      replace: (index, query) => run(withText(drafts, index, query)),
      add: () => {
        setDrafts({ texts: [...drafts.texts, ''], active: drafts.texts.length });
        focus();
      },
      remove: (index) => run(without(drafts, index)),
      focus,
    };
  }, [station, state, drafts, asked, wantsFocus]);
}
