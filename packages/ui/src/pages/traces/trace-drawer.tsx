import type { JSX } from 'preact';
import { useMemo, useState } from 'preact/hooks';
import { Drawer } from '../../design/drawer.tsx';
import { Icon } from '../../design/icon.tsx';
import { useHref } from '../../navigation/links.ts';
import { lineOf } from '../../format/printable.ts';
import { WHOLE } from './trace/minimap-bars.ts';
import { NoTrace } from './trace/no-trace.tsx';
import { shownRows } from './trace/shown-rows.ts';
import { SpanDetails } from './trace/span-details.tsx';
import { TraceNotes, TraceSummaryLine } from './trace/trace-notes.tsx';
import { useTrace } from './trace/use-trace.ts';
import type { LoadedTrace } from './trace/use-trace.ts';
import { spanCodec } from './trace/view-state.ts';
import { Waterfall } from './trace/waterfall.tsx';
import './traces.css';

const NONE: ReadonlySet<never> = new Set();

/** A trace beside the page that led to it. */
export function TraceDrawer(props: {
  readonly traceId: string;
  readonly spanId?: string;
  readonly onClose: () => void;
}): JSX.Element {
  const { traceId } = props;
  const { trace, error, refresh } = useTrace(traceId);
  const [spanId, setSpanId] = useState(props.spanId);
  const hrefOf = useHref();
  const root = trace?.tree.tops.at(0)?.span;
  return (
    <Drawer
      title={root ? `${lineOf(root.service)}: ${lineOf(root.name)}` : 'Trace'}
      onClose={props.onClose}
      actions={
        <a class="button" href={hrefOf({ page: 'traces', id: traceId }, spanCodec, { span: spanId })}>
          <Icon name="expand" /> Whole trace
        </a>
      }
    >
      {trace === undefined ? (
        <NoTrace error={error} onRetry={refresh} searchHref={hrefOf({ page: 'traces', id: undefined })} />
      ) : (
        <SmallTrace trace={trace} spanId={spanId} onSpan={setSpanId} />
      )}
    </Drawer>
  );
}

function SmallTrace(props: {
  readonly trace: LoadedTrace;
  readonly spanId: string | undefined;
  readonly onSpan: (spanId: string | undefined) => void;
}): JSX.Element {
  const { trace, spanId, onSpan } = props;
  const { tree, path } = trace;
  const [folded, setFolded] = useState<ReadonlySet<string>>(NONE);
  const rows = useMemo(() => shownRows(tree, folded, false), [tree, folded]);
  const open = spanId === undefined ? undefined : tree.byId.get(spanId);
  return (
    <div class="trace-small">
      <TraceSummaryLine tree={tree} />
      <TraceNotes tree={tree} />
      <Waterfall
        tree={tree}
        path={path}
        rows={rows}
        slice={WHOLE}
        folded={folded}
        onFold={(id, isFolded) => {
          const next = new Set(folded);
          if (isFolded) next.add(id);
          else next.delete(id);
          setFolded(next);
        }}
        openId={open?.span.spanId}
        onOpen={onSpan}
        found={NONE}
      />
      {open && <SpanDetails one={open} tree={tree} onClose={() => onSpan(undefined)} onOpen={onSpan} />}
    </div>
  );
}
