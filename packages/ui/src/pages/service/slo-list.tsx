import type { SloView } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { CopyButton } from '../../design/copy-button.tsx';
import { AlertBadge } from '../../design/state-badge.tsx';
import { useHref } from '../../navigation/links.ts';
import { sloWords } from './slo-words.ts';

/** Objectives with what is left of their budgets, as words and as bars. */
export function SloList(props: {
  readonly slos: readonly SloView[];
  /** With its alerts and where it is defined. */
  readonly isFull?: boolean;
}): JSX.Element {
  return (
    <ul class="slos">
      {props.slos.map((slo) => (
        <SloItem key={slo.name} slo={slo} isFull={props.isFull === true} />
      ))}
    </ul>
  );
}

function SloItem(props: { readonly slo: SloView; readonly isFull: boolean }): JSX.Element {
  const { slo } = props;
  const { target, budget, burn, tone, percent } = sloWords(slo);
  return (
    <li class={`slo tone-${tone}`}>
      <p class="slo-head">
        <span class="slo-name">{slo.name}</span> <span class="slo-target">{target}</span>
      </p>
      <div class="slo-bar" aria-hidden="true">
        <div class="slo-left" style={{ width: `${percent}%` }} />
      </div>
      <p class="slo-words">
        <strong>{budget}</strong>
        {burn !== '' && <span> · {burn}</span>}
      </p>
      {props.isFull && <SloSource slo={slo} />}
    </li>
  );
}

function SloSource({ slo }: { readonly slo: SloView }): JSX.Element {
  const hrefOf = useHref();
  return (
    <>
      {slo.alerts.length > 0 && (
        <p class="slo-alerts">
          <AlertBadge state={slo.state} />
          {slo.alerts.map((rule) => (
            <a key={rule} href={hrefOf({ page: 'alerts', rule })}>
              {rule}
            </a>
          ))}
        </p>
      )}
      {slo.source !== '' && (
        <p class="source">
          <code>{slo.source}</code>
          <CopyButton text={slo.source} what="Place of the definition" />
        </p>
      )}
    </>
  );
}
