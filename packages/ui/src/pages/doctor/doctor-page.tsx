import type { DoctorTopic } from '@telltale/station/contract';
import type { JSX } from 'preact';
import { useState } from 'preact/hooks';
import { CopyButton } from '../../design/copy-button.tsx';
import { EmptyState } from '../../design/empty-state.tsx';
import { Icon } from '../../design/icon.tsx';
import { PageHead } from '../../design/page-head.tsx';
import { useCommands } from '../../navigation/commands.tsx';
import { doctorCodec } from '../../navigation/doctor-address.ts';
import type { DoctorState } from '../../navigation/doctor-address.ts';
import { useKeys } from '../../navigation/keys.tsx';
import { useHref } from '../../navigation/links.ts';
import { useUrlState } from '../../navigation/url-state.ts';
import { ComplaintForm } from './complaint-form.tsx';
import { ComplaintList } from './complaint-list.tsx';
import { COMPLAINTS, topicOf } from './complaints.ts';
import './doctor.css';
import { examinationText, isRunning, verdictWords } from './examination.ts';
import type { Examination } from './examination.ts';
import { StepList } from './step-list.tsx';
import { useExamination } from './use-examination.ts';
import { requestOf } from './view-state.ts';

/** Finds out why something does not appear: what is complained of, or the steps of one complaint. */
export function DoctorPage({ topic }: { readonly topic: string | undefined }): JSX.Element {
  const hrefOf = useHref();
  useCommands('Doctor', () =>
    Object.entries(COMPLAINTS).map(([name, { complaint, way }]) => ({
      id: `doctor:${name}`,
      title: complaint,
      hint: 'doctor',
      keywords: `${name} ${way}`,
      href: hrefOf({ page: 'doctor', topic: name }),
    })),
  );
  if (topic === undefined) return <ComplaintList />;
  const known = topicOf(topic);
  if (known !== undefined) return <ComplaintView key={known} topic={known} />;
  return (
    <EmptyState title="The doctor knows nothing about that">
      <a href={hrefOf({ page: 'doctor', topic: undefined })}>See what he looks at</a>
    </EmptyState>
  );
}

/** One complaint: what it is about, and the steps as they are tried. */
function ComplaintView({ topic }: { readonly topic: DoctorTopic }): JSX.Element {
  const [state, setState] = useUrlState(doctorCodec);
  const [attempt, setAttempt] = useState({ number: 0, deliver: false });
  const hrefOf = useHref();
  const request = { ...requestOf(topic, state), ...(attempt.deliver && { deliver: true }) };
  const examination = useExamination(state.isTried ? request : undefined, attempt.number);
  const runs = examination !== undefined && isRunning(examination);
  const tryNow = (next: DoctorState, deliver: boolean): void => {
    setAttempt(({ number }) => ({ number: number + 1, deliver }));
    setState(next, state.isTried ? 'replace' : 'push');
  };
  useKeys([
    {
      keys: 'a',
      title: 'Try the steps again',
      group: 'This page',
      run: () => !runs && tryNow({ ...state, isTried: true }, false),
    },
  ]);
  const { complaint, way } = COMPLAINTS[topic];
  return (
    <>
      <p class="doctor-back">
        <a href={hrefOf({ page: 'doctor', topic: undefined })}>
          <Icon name="arrow-left" /> Doctor
        </a>
      </p>
      <PageHead title={complaint} summary={way} />
      <ComplaintForm
        key={JSON.stringify(request)}
        topic={topic}
        state={state}
        isRunning={runs}
        onTry={tryNow}
      />
      {examination === undefined ? (
        <EmptyState title="Nothing is tried yet">
          <p>Each step connects, asks or sends for real. Nobody outside is told of it.</p>
        </EmptyState>
      ) : (
        <Verdict complaint={complaint} examination={examination} />
      )}
      {examination !== undefined && <StepList examination={examination} />}
    </>
  );
}

function Verdict(props: { readonly complaint: string; readonly examination: Examination }): JSX.Element {
  const { complaint, examination } = props;
  const { cause, error } = examination;
  const isBad = error !== '' || (cause !== undefined && cause !== '');
  const tone = isBad ? 'bad' : cause === '' ? 'ok' : 'mute';
  const icon = isBad ? 'firing' : cause === '' ? 'ok' : 'pending';
  return (
    <div class={`verdict is-${tone}`}>
      <p role="status" class={`verdict-words tone-${tone}`}>
        <Icon name={icon} /> {verdictWords(examination)}
      </p>
      {!isRunning(examination) && (
        <CopyButton text={examinationText(complaint, location.href, examination)} what="Examination">
          Copy as text
        </CopyButton>
      )}
    </div>
  );
}
