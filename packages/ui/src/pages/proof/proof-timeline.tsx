import type { DrillDelivery, DrillHop } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { Icon } from '../../design/icon.tsx';
import { formatSpan } from '../../format/ages.ts';
import { formatValue } from '../../format/units.ts';
import { MessageView } from './message-view.tsx';
import { timelineOf, waitsOf } from './timeline.ts';
import type { TimelineRow } from './timeline.ts';

const WIDTH = 1000;

/** The way of an alert to its receivers: when each stage was reached, and what arrived. */
export function ProofTimeline(props: {
  readonly hops: readonly DrillHop[];
  readonly deliveries: readonly DrillDelivery[];
  /** Whether it goes on: stages still to come are shown. */
  readonly isRunning: boolean;
}): JSX.Element {
  const rows = timelineOf(props.hops, props.deliveries);
  const shown = props.isRunning ? rows : rows.filter(({ isReached }) => isReached);
  return (
    <>
      <WaitBar hops={props.hops} />
      <ol class="way" aria-label="The way of the alert">
        {shown.map((row, index) => (
          <WayRow key={`${index} ${row.stage}`} row={row} />
        ))}
      </ol>
    </>
  );
}

function WayRow({ row }: { readonly row: TimelineRow }): JSX.Element {
  return (
    <li class={`way-row is-${row.stage} ${row.isReached ? 'is-reached' : 'is-ahead'}`}>
      <Icon name={row.isReached ? 'check' : 'more'} />
      <span class="way-stage">{row.words}</span>
      <span class="way-after">{row.afterMs === null ? '' : `+${formatSpan(row.afterMs)}`}</span>
      <span class="way-work">{row.workMs === null ? '' : formatValue('seconds', row.workMs / 1000)}</span>
      <span class="way-detail">{row.detail}</span>
      {row.deliveries.map((delivery, index) => (
        <details key={index} class="way-message">
          <summary>
            What {delivery.receiver} got{' '}
            <span class="json-size">
              {delivery.kind}
              {delivery.answer !== undefined && `, answered ${delivery.answer}`}
            </span>
          </summary>
          <MessageView integration={delivery.kind} message={delivery.payload} />
        </details>
      ))}
    </li>
  );
}

/** The time from the fault to the last message, in proportion. */
function WaitBar({ hops }: { readonly hops: readonly DrillHop[] }): JSX.Element | null {
  const waits = waitsOf(hops);
  const endMs = Math.max(0, ...waits.map(({ toMs }) => toMs));
  if (endMs === 0) return null;
  return (
    <div class="waits">
      <svg viewBox={`0 0 ${WIDTH} 8`} preserveAspectRatio="none" aria-hidden="true">
        {waits.map(({ kind, fromMs, toMs }) => (
          <rect
            key={kind}
            class={`wait-${kind}`}
            x={(fromMs / endMs) * WIDTH}
            width={Math.max(3, ((toMs - fromMs) / endMs) * WIDTH)}
            height={8}
          />
        ))}
      </svg>
      <p class="wait-keys">
        {waits.map(({ kind, words, fromMs, toMs }) => (
          <span key={kind}>
            <i class={`wait-key wait-${kind}`} aria-hidden="true" />
            {formatSpan(toMs - fromMs)} {words}
          </span>
        ))}
      </p>
    </div>
  );
}
