import type { JSX } from 'preact';
import { useMemo } from 'preact/hooks';
import { traceAddress } from '../../../data/api/traces-api.ts';
import { useRemote } from '../../../data/station-context.ts';
import { colourOf } from '../../../design/colours.ts';
import { CopyButton } from '../../../design/copy-button.tsx';
import { Icon } from '../../../design/icon.tsx';
import { PageHead } from '../../../design/page-head.tsx';
import { Menu } from '../../../design/popover.tsx';
import type { MenuItem } from '../../../design/popover.tsx';
import { Tabs } from '../../../design/tabs.tsx';
import { formatValue } from '../../../format/units.ts';
import { useHref } from '../../../navigation/links.ts';
import { addressOf, useUrlState } from '../../../navigation/url-state.ts';
import { lineOf } from '../../../format/printable.ts';
import { CompareView } from './compare-view.tsx';
import { FlameView } from './flame-view.tsx';
import { LogsView } from './logs-view.tsx';
import { NoTrace } from './no-trace.tsx';
import type { TraceTree } from './span-tree.ts';
import { endOf } from './span-tree.ts';
import { StatisticsView } from './statistics-view.tsx';
import { serviceShares } from './trace-figures.ts';
import { TraceNotes, TraceSummaryLine } from './trace-notes.tsx';
import { useTrace } from './use-trace.ts';
import type { LoadedTrace } from './use-trace.ts';
import { spanCodec, traceCodec } from './view-state.ts';
import type { TraceState, TraceView } from './view-state.ts';
import { WaterfallView } from './waterfall-view.tsx';

const SHOWN_SERVICES = 8;

/** The page of one trace. */
export function TracePage({ traceId }: { readonly traceId: string }): JSX.Element {
  const { trace, error, refresh } = useTrace(traceId);
  const hrefOf = useHref();
  if (trace === undefined) {
    return (
      <div class="traces">
        <PageHead title="Trace" summary={<code>{traceId}</code>} />
        <NoTrace error={error} onRetry={refresh} searchHref={hrefOf({ page: 'traces', id: undefined })} />
      </div>
    );
  }
  return <ShownTrace trace={trace} />;
}

function ShownTrace({ trace }: { readonly trace: LoadedTrace }): JSX.Element {
  const { tree } = trace;
  const [state, setState] = useUrlState(traceCodec);
  const hrefOf = useHref();
  const root = tree.tops.at(0)?.span;
  const views: readonly (readonly [TraceView, string])[] = [
    ['waterfall', 'Waterfall'],
    ['logs', 'Logs'],
    ['flame', 'Flame graph'],
    ['statistics', 'Statistics'],
    ['compare', 'Compare'],
  ];
  return (
    <div class="traces">
      <PageHead
        title={root ? `${lineOf(root.service)}: ${lineOf(root.name)}` : 'Trace'}
        summary={<TraceSummaryLine tree={tree} />}
      >
        <a class="button" href={hrefOf({ page: 'story', key: `trace:${tree.traceId}` })}>
          <Icon name="story" /> Story
        </a>
        <CopyButton
          text={location.origin + addressOf(location.pathname, spanCodec.format({ span: state.span }))}
          what="Link to this trace"
          icon="link"
        >
          Copy link
        </CopyButton>
        <TraceMenu tree={tree} />
      </PageHead>
      <Services tree={tree} />
      <TraceNotes tree={tree} />
      <Tabs
        label="Views of the trace"
        tabs={views.map(([value, label]) => ({ value, label }))}
        value={state.view}
        onChange={(view) => setState({ ...state, view }, 'push')}
      >
        <View trace={trace} state={state} />
      </Tabs>
    </div>
  );
}

function View({ trace, state }: { readonly trace: LoadedTrace; readonly state: TraceState }): JSX.Element {
  switch (state.view) {
    case 'logs':
      return <LogsView tree={trace.tree} />;
    case 'flame':
      return <FlameView tree={trace.tree} />;
    case 'statistics':
      return <StatisticsView tree={trace.tree} />;
    case 'compare':
      return <CompareView tree={trace.tree} />;
    default:
      return <WaterfallView trace={trace} />;
  }
}

/** The services of a trace, with what part of its work each did itself. */
function Services({ tree }: { readonly tree: TraceTree }): JSX.Element {
  const shares = useMemo(() => serviceShares(tree), [tree]);
  return (
    <ul class="trace-services" aria-label="Services by their own time">
      {shares.slice(0, SHOWN_SERVICES).map(({ service, share, errors, spans }) => (
        <li key={service} title={`${spans} spans, ${errors} errors`}>
          <span class={`trace-key series-${colourOf(service)}`} aria-hidden="true" />
          <span class="trace-service-name">{lineOf(service)}</span>
          <span class="section-note">{formatValue('ratio', share)}</span>
          {errors > 0 && <span class="tone-bad section-note">{errors} failed</span>}
        </li>
      ))}
      {shares.length > SHOWN_SERVICES && (
        <li class="section-note">and {shares.length - SHOWN_SERVICES} more services</li>
      )}
    </ul>
  );
}

function TraceMenu({ tree }: { readonly tree: TraceTree }): JSX.Element {
  const { traceId } = tree;
  const hrefOf = useHref();
  const outside = useRemote(
    ['trace-open-in', traceId],
    (api, signal) =>
      api.traces.openIn(
        {
          traceId,
          startMs: tree.startMs,
          endMs: endOf({ startMs: tree.startMs, durationMs: tree.durationMs }) + 1,
        },
        signal,
      ),
    { isLive: false },
  );
  const items: readonly MenuItem[] = [
    { label: 'Story of this trace', icon: 'clock', href: hrefOf({ page: 'story', key: `trace:${traceId}` }) },
    { label: 'Download as JSON', icon: 'download', href: traceAddress(traceId), isFile: true },
    ...(outside.data?.links ?? []).map(({ title, url }): MenuItem => ({
      label: `Open in ${title}`,
      icon: 'external',
      href: url,
    })),
  ];
  return <Menu label={<Icon name="more" />} name="More about this trace" items={items} />;
}
