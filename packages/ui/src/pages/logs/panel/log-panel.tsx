import type { Panel } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useId, useMemo, useRef } from 'preact/hooks';
import { useVisible } from '../../../data/use-visible.ts';
import { EmptyState } from '../../../design/empty-state.tsx';
import { ErrorState } from '../../../design/error-state.tsx';
import { Icon } from '../../../design/icon.tsx';
import type { MenuItem } from '../../../design/popover.tsx';
import { Menu } from '../../../design/popover.tsx';
import { Skeleton } from '../../../design/skeleton.tsx';
import { useDrawer } from '../../../navigation/drawer-state.ts';
import { useHref } from '../../../navigation/links.ts';
import { sizeClass } from '../../../panels/panel/panel-size.ts';
import { fillLogQuery } from '../../../panels/variables/fill-log-query.ts';
import type { ChosenVariables } from '../../../panels/variables/fill-query.ts';
import type { LogList } from '../log-list.ts';
import { useLogList } from '../use-log-list.ts';
import { PanelLines } from './panel-lines.tsx';
import { logsQueryCodec } from './logs-query-codec.ts';
import '../logs.css';
import './log-panel.css';

/** So often new lines are asked for: a connection for each panel would be more than a browser gives to one page. */
const FOLLOW_MS = 2000;

/** A panel of log lines, the newest first; new ones come in while its range ends now. A line opens beside the page. */
export function LogPanel(props: {
  readonly panel: Panel;
  readonly chosen: ChosenVariables;
  readonly anchor: string;
  readonly rangeWords: string;
  readonly actions: readonly MenuItem[];
}): JSX.Element {
  const { panel, chosen } = props;
  const titleId = useId();
  const element = useRef<HTMLElement>(null);
  const query = useMemo(() => fillLogQuery(panel.logs ?? '', chosen), [panel.logs, chosen]);
  const href = useHref()({ page: 'logs' }, logsQueryCodec, { query });
  const open: MenuItem = { label: 'Open in Logs', icon: 'logs', href };
  const links = (panel.links ?? []).map(({ title, url }): MenuItem => ({
    label: title,
    icon: 'link',
    href: url,
  }));
  return (
    <article
      class={`panel is-logs${sizeClass(panel)}`}
      id={props.anchor}
      ref={element}
      aria-labelledby={titleId}
    >
      <header class="panel-head">
        <div class="panel-titles">
          <h3 id={titleId} class="panel-title" title={panel.description}>
            {panel.title}
          </h3>
        </div>
        <a class="text-button" href={href} aria-label={`Open in Logs: ${panel.title}`}>
          Open in Logs
        </a>
        <Menu
          label={<Icon name="more" />}
          name={`More about ${panel.title}`}
          items={[...props.actions, open, ...links]}
        />
      </header>
      <Lines
        title={panel.title}
        query={query}
        rangeWords={props.rangeWords}
        isVisible={useVisible(element)}
      />
    </article>
  );
}

function Lines(props: {
  readonly title: string;
  readonly query: string;
  readonly rangeWords: string;
  readonly isVisible: boolean;
}): JSX.Element {
  const { title, query, isVisible } = props;
  const question = useMemo(() => ({ query, filter: '' }), [query]);
  const { list, version, retry } = useLogList(question, {
    isLive: false,
    everyMs: FOLLOW_MS,
    isPaused: !isVisible,
  });
  const drawer = useDrawer();
  if (list.lines.length === 0) return <Nothing {...props} list={list} onRetry={retry} />;
  return (
    <>
      {list.error !== '' && (
        <p class="panel-error" role="status">
          These may not be the newest: {list.error}
        </p>
      )}
      <PanelLines
        title={title}
        list={list}
        version={version}
        onOpen={({ id }) => id !== undefined && drawer.show('line', id)}
      />
    </>
  );
}

function Nothing(props: {
  readonly list: LogList;
  readonly rangeWords: string;
  readonly onRetry: () => void;
}): JSX.Element {
  const { list } = props;
  if (list.error !== '') {
    return <ErrorState title="The lines could not be loaded" error={list.error} onRetry={props.onRetry} />;
  }
  if (list.isLoading) return <Skeleton label="Loading the lines" lines={5} />;
  return (
    <EmptyState title="No lines in this time">
      <p>Nothing that this panel looks for was logged: {props.rangeWords}.</p>
    </EmptyState>
  );
}
