import type { DoctorDetail, DoctorFix, DoctorStep } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { CopyButton } from '../../design/copy-button.tsx';
import { Icon } from '../../design/icon.tsx';
import type { IconName } from '../../design/icon.tsx';
import { formatValue } from '../../format/units.ts';
import { stateOfStep } from './examination.ts';
import type { Examination, StepState } from './examination.ts';

const LOOKS: Readonly<Record<StepState, { readonly icon: IconName; readonly word: string }>> = {
  ok: { icon: 'ok', word: 'ok' },
  failed: { icon: 'firing', word: 'failed' },
  skipped: { icon: 'unknown', word: 'skipped' },
  trying: { icon: 'pending', word: 'being tried' },
  waiting: { icon: 'pending', word: 'waiting' },
};

/** Details are open by themselves up to here. */
const OPEN_DETAILS = 12;
const MS = 1000;

/** The steps from the first to the last, each as it stands. */
export function StepList({ examination }: { readonly examination: Examination }): JSX.Element {
  return (
    <ol class="steps" aria-label="Steps">
      {examination.steps.map(({ id, title }) => (
        <Step
          key={id}
          title={title}
          state={stateOfStep(examination, id)}
          step={examination.tried.get(id)}
          isCause={examination.cause === id}
        />
      ))}
    </ol>
  );
}

function Step(props: {
  readonly title: string;
  readonly state: StepState;
  readonly step: DoctorStep | undefined;
  readonly isCause: boolean;
}): JSX.Element {
  const { title, state, step, isCause } = props;
  const look = LOOKS[state];
  return (
    <li class={`step is-${state}${isCause ? ' is-cause' : ''}`}>
      <span class="step-sign">
        <Icon name={look.icon} />
      </span>
      <div class="step-body">
        <p class="step-head">
          <span class="step-title">{title}</span>
          <span class="visually-hidden">: {look.word}</span>
          {isCause && <span class="step-cause">the cause</span>}
        </p>
        {step !== undefined && <p class="step-seen">{step.seen}</p>}
        {step !== undefined && step.tookMs > 0 && (
          <p class="step-took">{formatValue('seconds', step.tookMs / MS)}</p>
        )}
        {step !== undefined && isWorthListing(step.details) && (
          <Details
            details={step.details}
            isOpen={state === 'failed' && step.details.length <= OPEN_DETAILS}
          />
        )}
        {step?.fix && state !== 'ok' && <Fix fix={step.fix} isQuiet={state === 'skipped'} />}
      </div>
    </li>
  );
}

/** One thing that is well is what the step has said already. */
function isWorthListing(details: readonly DoctorDetail[]): boolean {
  return details.length > 1 || details.some(({ outcome }) => outcome !== 'ok');
}

function Details(props: {
  readonly details: readonly DoctorDetail[];
  readonly isOpen: boolean;
}): JSX.Element {
  const failed = props.details.filter(({ outcome }) => outcome === 'failed').length;
  const words =
    failed > 0 ? `${props.details.length} looked at, ${failed} failed` : `${props.details.length} looked at`;
  return (
    <details class="step-details" open={props.isOpen}>
      <summary>{words}</summary>
      <ul>
        {props.details.map(({ title, outcome, seen }, index) => (
          <li key={index} class={`step-detail is-${outcome}`}>
            <Icon name={LOOKS[outcome].icon} />
            <span class="visually-hidden">{LOOKS[outcome].word}: </span>
            <span class="step-detail-title">{title}</span>
            <span class="step-detail-seen">{seen}</span>
          </li>
        ))}
      </ul>
    </details>
  );
}

function Fix({ fix, isQuiet }: { readonly fix: DoctorFix; readonly isQuiet: boolean }): JSX.Element {
  return (
    <div class={isQuiet ? 'step-fix is-quiet' : 'step-fix'}>
      <p>{fix.text}</p>
      {fix.code !== '' && (
        <div class="fix-code">
          <pre tabIndex={0} role="group" aria-label="To copy">
            <code>{fix.code}</code>
          </pre>
          <CopyButton text={fix.code} what="Fix" />
        </div>
      )}
    </div>
  );
}
