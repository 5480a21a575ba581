import type { ProofRunAlert, ProofStep } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { Icon } from '../../design/icon.tsx';
import { formatValue } from '../../format/units.ts';
import { ProofTimeline } from './proof-timeline.tsx';
import { adviceFor } from './run-verdict.ts';

/** What is known of one alert of a run: why it failed, its way, and the steps that were tried. */
export function ProvenAlert(props: { readonly alert: ProofRunAlert; readonly isOver: boolean }): JSX.Element {
  const { proof, passed, hops, state } = props.alert;
  const failed = proof?.steps.find(({ outcome }) => outcome === 'failed');
  return (
    <div class="proven">
      {failed !== undefined && <Failure step={failed} />}
      <ProofTimeline
        hops={proof?.hops ?? hops}
        deliveries={proof?.deliveries ?? []}
        isRunning={!props.isOver && state !== 'proven' && state !== 'failed'}
      />
      {proof === null ? <Passed names={passed} /> : <Steps steps={proof.steps} />}
    </div>
  );
}

function Failure({ step }: { readonly step: ProofStep }): JSX.Element {
  return (
    <div class="proof-notice is-bad" role="alert">
      <Icon name="firing" />
      <div>
        <p>
          <strong>It stopped at “{step.name}”.</strong> {step.detail}
        </p>
        <p>{adviceFor(step.name)}</p>
      </div>
    </div>
  );
}

/** Steps that were passed while the proof goes on. */
function Passed({ names }: { readonly names: readonly string[] }): JSX.Element {
  return (
    <ul class="steps" aria-label="Steps passed" aria-live="polite">
      {names.map((name) => (
        <li key={name} class="step is-passed">
          <Icon name="check" />
          <span class="step-name">{name}</span>
        </li>
      ))}
    </ul>
  );
}

const ICONS = { passed: 'check', failed: 'firing', 'not-run': 'unknown' } as const;

function Steps({ steps }: { readonly steps: readonly ProofStep[] }): JSX.Element {
  return (
    <ul class="steps" aria-label="Steps of the proof">
      {steps.map((step) => (
        <li key={step.name} class={`step is-${step.outcome}`}>
          <Icon name={ICONS[step.outcome]} />
          <span class="step-name">{step.name}</span>
          <span class="way-work">
            {step.outcome === 'not-run' ? '' : formatValue('seconds', step.tookMs / 1000)}
          </span>
          <span class="way-detail">{step.outcome === 'not-run' ? 'not tried' : step.detail}</span>
          {step.remarks.map((remark) => (
            <span key={remark} class="step-remark">
              {remark}
            </span>
          ))}
        </li>
      ))}
    </ul>
  );
}
