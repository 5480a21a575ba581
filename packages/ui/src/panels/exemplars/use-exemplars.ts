import type { BatchExemplar, Panel } from '@telltale/station/contract';
import { useMemo } from 'preact/hooks';
import type { BoardQuery } from '../../data/board-query.ts';
import { usePanelData } from '../../data/station-context.ts';
import { useUrlState } from '../../navigation/url-state.ts';
import { exemplarCodec, exemplarQueries, showsExemplars } from './exemplar-query.ts';

/** The exemplars of a panel, and whether they are shown. */
export interface PanelExemplars {
  /** Ascending in time; the same array until there are others. */
  readonly exemplars: readonly BatchExemplar[];
  readonly isShown: boolean;
  /** Whether its kind can show any. */
  readonly canShow: boolean;
  /** Shows or hides them in all charts of the page. */
  readonly toggle: () => void;
}

const NONE: readonly BatchExemplar[] = [];

/** Asks for the exemplars of a panel while it shows them and is on screen: in the request of the lines, after these. */
export function useExemplars(
  panel: Panel,
  queries: readonly BoardQuery[],
  isVisible: boolean,
): PanelExemplars {
  const [state, setState] = useUrlState(exemplarCodec);
  const asked = useMemo(() => exemplarQueries(panel, queries), [panel.kind, queries]);
  const isShown =
    asked.length > 0 && (state.exemplars === 'on' || (state.exemplars === 'auto' && showsExemplars(panel)));
  const data = usePanelData(asked, isVisible && isShown);
  return {
    exemplars: (isShown && data?.answers.at(0)?.result.exemplars) || NONE,
    isShown,
    canShow: asked.length > 0,
    toggle: () => setState({ exemplars: isShown ? 'off' : 'on' }, 'replace'),
  };
}
