import type { Span, StoryResponse } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { Icon } from '../../design/icon.tsx';
import { colourOf } from '../../design/colours.ts';
import { TooMuch } from '../../design/too-much.tsx';
import { useHref } from '../../navigation/links.ts';
import { formatValue } from '../../format/units.ts';
import { RecordFacts, textOf } from './record-facts.tsx';
import { spanRows } from './span-rows.ts';
import type { SpanRow } from './span-rows.ts';

const MAX_SPANS = 300;

/** The trace of the story, span by span, each with its attributes and its log lines. */
export function StoryTrace({ story }: { readonly story: StoryResponse }): JSX.Element | null {
  const { trace, logs } = story;
  const hrefOf = useHref();
  if (trace === null || trace.spans.length === 0) return null;
  const rows = spanRows(trace.spans);
  const linesOf = Map.groupBy(
    logs.filter(({ traceId }) => traceId === trace.traceId),
    ({ spanId }) => spanId,
  );
  return (
    <section class="card" aria-labelledby="story-trace">
      <h2 class="card-title" id="story-trace">
        <a href={hrefOf({ page: 'traces', id: trace.traceId })}>The trace</a>{' '}
        <code class="section-note">{trace.traceId}</code>
      </h2>
      <ol class="story-spans">
        {rows.slice(0, MAX_SPANS).map((row) => (
          <li key={row.span.spanId}>
            <SpanItem row={row} lines={linesOf.get(row.span.spanId) ?? []} />
          </li>
        ))}
      </ol>
      {rows.length > MAX_SPANS && (
        <TooMuch title={`The first ${MAX_SPANS} of ${rows.length} spans are shown`}>
          Open the trace for all of them.
        </TooMuch>
      )}
    </section>
  );
}

function SpanItem(props: { readonly row: SpanRow; readonly lines: StoryResponse['logs'] }): JSX.Element {
  const { row, lines } = props;
  const { span } = row;
  return (
    <details class="story-span">
      <summary>
        <span class="story-span-name" style={{ paddingInlineStart: `${Math.min(row.depth, 12) * 12}px` }}>
          {span.status === 'error' && <Icon name="firing" />}
          <span class="story-words">{span.name}</span>
          <span class="story-note">{span.service}</span>
          {lines.length > 0 && (
            <span class="story-lines-count">
              <Icon name="logs" />
              {lines.length}
            </span>
          )}
        </span>
        <SpanBar row={row} />
        <span class="story-span-time">{formatValue('seconds', span.durationMs / 1000)}</span>
      </summary>
      <div class="story-span-more">
        {span.statusMessage !== undefined && <p class="story-span-error">{span.statusMessage}</p>}
        {lines.map((line) => (
          <p key={line.id} class="story-span-line">
            <span class="story-note">{`+${formatValue('seconds', (line.timeMs - span.startMs) / 1000)}`}</span>{' '}
            {line.message}
          </p>
        ))}
        {exceptionsOf(span).map((text) => (
          <pre key={text} class="story-message">
            {text}
          </pre>
        ))}
        <RecordFacts attributes={span.attributes} />
      </div>
    </details>
  );
}

function SpanBar({ row: { span, fromPercent, lengthPercent } }: { readonly row: SpanRow }): JSX.Element {
  return (
    <svg class={`story-span-bar series-${colourOf(span.service)}`} aria-hidden="true">
      <rect
        class={span.status === 'error' ? 'is-failed' : ''}
        x={`${fromPercent}%`}
        width={`${Math.max(0.3, lengthPercent)}%`}
        y="25%"
        height="50%"
      />
    </svg>
  );
}

/** What was thrown in a span, as OpenTelemetry records it. */
function exceptionsOf({ events }: Span): readonly string[] {
  return events
    .filter(({ name }) => name === 'exception')
    .map(({ attributes }) => {
      const stack = attributes['exception.stacktrace'];
      const { 'exception.type': type = 'Error', 'exception.message': message = '' } = attributes;
      return typeof stack === 'string' ? stack : `${textOf(type)}: ${textOf(message)}`;
    });
}
