import type { ServiceBreakdown } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useRef } from 'preact/hooks';
import { usePanelData } from '../../data/station-context.ts';
import { useVisible } from '../../data/use-visible.ts';
import { Icon } from '../../design/icon.tsx';
import { formatValue } from '../../format/units.ts';
import { flowRates, shareWords } from './flow-rates.ts';

/** Where requests go now: in, processed, and how they end. */
export function FlowDiagram({ flow }: { readonly flow: ServiceBreakdown }): JSX.Element {
  const element = useRef<HTMLElement>(null);
  const data = usePanelData(flow.queries, useVisible(element));
  const { incoming, processed, success, error } = flowRates(data);
  const all = (success ?? 0) + (error ?? 0);
  const isFailing = error !== null && error > 0;
  return (
    <section class="flow card" ref={element} aria-label={flow.title} aria-busy={data === undefined}>
      <FlowStep name="Incoming" rate={incoming} unit={flow.unit} />
      <FlowArrow />
      <FlowStep name="Processed" rate={processed} unit={flow.unit} />
      <FlowArrow />
      <div class="flow-ends">
        <FlowStep name="Success" rate={success} unit={flow.unit} tone="ok" note={shareWords(success, all)} />
        <FlowStep
          name="Error"
          rate={error}
          unit={flow.unit}
          tone={isFailing ? 'bad' : 'mute'}
          note={shareWords(error, all)}
        />
      </div>
    </section>
  );
}

function FlowStep(props: {
  readonly name: string;
  readonly rate: number | null;
  readonly unit: string;
  readonly tone?: 'ok' | 'bad' | 'mute';
  readonly note?: string;
}): JSX.Element {
  const { tone } = props;
  return (
    <div class={tone === undefined ? 'flow-step' : `flow-step is-${tone}`}>
      <p class="flow-name">
        {tone === 'ok' && <Icon name="ok" />}
        {tone === 'bad' && <Icon name="firing" />}
        {props.name}
      </p>
      <p class="flow-rate">{formatValue(props.unit, props.rate)}</p>
      {props.note !== undefined && props.note !== '' && <p class="flow-note">{props.note}</p>}
    </div>
  );
}

function FlowArrow(): JSX.Element {
  return (
    <span class="flow-arrow" aria-hidden="true">
      <Icon name="arrow-right" />
    </span>
  );
}
