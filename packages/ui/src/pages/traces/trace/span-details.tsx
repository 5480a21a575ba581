import type { Attributes, Span, SpanEvent } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { CopyButton } from '../../../design/copy-button.tsx';
import { Icon } from '../../../design/icon.tsx';
import { formatFullMoment } from '../../../format/times.ts';
import { useHref } from '../../../navigation/links.ts';
import { lineOf, printable } from '../../../format/printable.ts';
import { formatMs } from './span-time.ts';
import type { TraceTree, TreeSpan } from './span-tree.ts';
import { spanCodec } from './view-state.ts';

const MAX_VALUE = 4000;

/** Everything that a span says. */
export function SpanDetails(props: {
  readonly one: TreeSpan;
  readonly tree: TraceTree;
  readonly onClose: () => void;
  readonly onOpen: (spanId: string) => void;
}): JSX.Element {
  const { one, tree, onOpen } = props;
  const { span, parent } = one;
  return (
    <aside class="card trace-details" aria-label="Span">
      <header class="trace-details-head">
        <h2 class="trace-details-title">{lineOf(span.name) || '(no name)'}</h2>
        <CopyButton text={span.spanId} what="Span id" />
        <button type="button" class="icon-button" aria-label="Close the span" onClick={props.onClose}>
          <Icon name="close" />
        </button>
      </header>
      {span.status === 'error' && (
        <p class="trace-details-error">
          <Icon name="firing" /> {printable(span.statusMessage ?? 'This span failed')}
        </p>
      )}
      <Facts
        facts={[
          ['Service', lineOf(span.service)],
          ['Kind', span.kind],
          ['Duration', formatMs(span.durationMs)],
          ['Own time', formatMs(one.selfMs)],
          ['Begins after', formatMs(span.startMs - tree.startMs)],
          ['At', formatFullMoment(span.startMs)],
          ['Status', span.status],
          ['Span', span.spanId],
          ...(span.scope === undefined ? [] : [['Library', span.scope] as const]),
        ]}
      />
      {parent && (
        <p>
          <button type="button" class="text-button" onClick={() => onOpen(parent.span.spanId)}>
            Parent: {lineOf(parent.span.name)}
          </button>
        </p>
      )}
      {!parent && span.parentSpanId !== undefined && (
        <p class="section-note">Its parent {span.parentSpanId} did not arrive.</p>
      )}
      <AttributeList title="Attributes" attributes={span.attributes} />
      <Events span={span} />
      <Links span={span} />
      <AttributeList title="Resource" attributes={span.resource} />
    </aside>
  );
}

function Facts({
  facts,
}: {
  readonly facts: readonly (readonly [name: string, value: string])[];
}): JSX.Element {
  return (
    <dl class="trace-facts">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}

function AttributeList(props: {
  readonly title: string;
  readonly attributes: Attributes;
}): JSX.Element | null {
  const names = Object.keys(props.attributes).sort();
  if (names.length === 0) return null;
  return (
    <section>
      <h3 class="trace-details-part">{props.title}</h3>
      <Facts facts={names.map((name) => [lineOf(name), textOf(props.attributes[name])])} />
    </section>
  );
}

function Events({ span }: { readonly span: Span }): JSX.Element | null {
  if (span.events.length === 0) return null;
  return (
    <section>
      <h3 class="trace-details-part">Events</h3>
      <ol class="trace-events">
        {span.events.map((event, index) => (
          <li key={index}>
            <p>
              <strong>{lineOf(event.name)}</strong>{' '}
              <span class="section-note">{formatMs(event.timeMs - span.startMs)} after its begin</span>
            </p>
            <EventFacts event={event} />
          </li>
        ))}
      </ol>
    </section>
  );
}

/** The attributes of an event; of something that was thrown its stack as it stands. */
function EventFacts({ event: { attributes } }: { readonly event: SpanEvent }): JSX.Element {
  const { 'exception.stacktrace': stack, ...rest } = attributes;
  return (
    <>
      <Facts facts={Object.keys(rest).map((name) => [lineOf(name), textOf(rest[name])])} />
      {stack !== undefined && (
        <pre class="trace-stack" tabIndex={0} role="region" aria-label="Stack">
          {textOf(stack)}
        </pre>
      )}
    </>
  );
}

function Links({ span }: { readonly span: Span }): JSX.Element | null {
  const hrefOf = useHref();
  if (span.links.length === 0) return null;
  return (
    <section>
      <h3 class="trace-details-part">Links</h3>
      <ul>
        {span.links.map((link, index) => (
          <li key={index}>
            <a href={hrefOf({ page: 'traces', id: link.traceId }, spanCodec, { span: link.spanId })}>
              <code>{link.traceId}</code>
            </a>
            <Facts
              facts={Object.keys(link.attributes).map((name) => [name, textOf(link.attributes[name])])}
            />
          </li>
        ))}
      </ul>
    </section>
  );
}

function textOf(value: unknown): string {
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  return printable(text.length > MAX_VALUE ? `${text.slice(0, MAX_VALUE)}…` : text);
}
