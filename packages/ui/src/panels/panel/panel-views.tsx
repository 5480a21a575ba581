import type { JSX } from 'preact';
import { Icon } from '../../design/icon.tsx';
import { memo } from '../../design/memo.ts';

/** Ways to look at a panel. */
export type PanelView = 'chart' | 'table' | 'query';

/** All views, the usual one first. */
export const PANEL_VIEWS: readonly PanelView[] = ['chart', 'table', 'query'];

/** Buttons that switch a panel between its views. */
export const PanelViews = memo(function PanelViews(props: {
  readonly title: string;
  readonly view: PanelView;
  readonly onView: (view: PanelView) => void;
}): JSX.Element {
  return (
    <div class="panel-views" role="group" aria-label={`View of ${props.title}`}>
      {PANEL_VIEWS.map((view) => (
        <button
          key={view}
          type="button"
          class="icon-button"
          aria-pressed={view === props.view}
          aria-label={`View as ${view}`}
          title={`View as ${view}`}
          onClick={() => props.onView(view)}
        >
          <Icon name={view} />
        </button>
      ))}
    </div>
  );
});
