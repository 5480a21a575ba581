import type { DoctorLine, DoctorPlannedStep, DoctorStep } from '@telltale/station/contract';

/** How far an examination has come. */
export interface Examination {
  readonly steps: readonly DoctorPlannedStep[];
  /** By the id of the step. */
  readonly tried: ReadonlyMap<string, DoctorStep>;
  /** Id of the first step that failed, empty where none did; `undefined` before the end. */
  readonly cause: string | undefined;
  /** Why it could not go on; empty while it can. */
  readonly error: string;
}

/** How a step stands. */
export type StepState = 'waiting' | 'trying' | DoctorStep['outcome'];

/** Nothing is known yet. */
export const BEGUN: Examination = { steps: [], tried: new Map(), cause: undefined, error: '' };

/** What is known after one more line. */
export function withLine(before: Examination, line: DoctorLine): Examination {
  switch (line.kind) {
    case 'plan':
      return { ...before, steps: line.steps };
    case 'step':
      return { ...before, tried: new Map([...before.tried, [line.step.id, line.step]]) };
    case 'end':
      return { ...before, cause: line.cause };
  }
}

/** How a step stands: the first of those that are not tried is being tried. */
export function stateOfStep({ steps, tried, error }: Examination, id: string): StepState {
  const outcome = tried.get(id)?.outcome;
  if (outcome !== undefined) return outcome;
  const isNext = steps.find((step) => !tried.has(step.id))?.id === id;
  return isNext && error === '' ? 'trying' : 'waiting';
}

/** Whether it goes on. */
export function isRunning({ cause, error }: Examination): boolean {
  return cause === undefined && error === '';
}

/** One line that says how it stands. */
export function verdictWords({ steps, tried, cause, error }: Examination): string {
  if (error !== '') return `The examination was broken off: ${error}`;
  if (cause === undefined)
    return steps.length === 0 ? 'Asking the station…' : `${tried.size} of ${steps.length} steps tried`;
  const failed = tried.get(cause);
  if (failed) return `The cause: “${failed.title}” failed: ${failed.seen}`;
  const skipped = [...tried.values()].filter(({ outcome }) => outcome === 'skipped').length;
  return skipped === 0
    ? 'Every step is well'
    : `No step failed; ${skipped} ${skipped === 1 ? 'was' : 'were'} skipped`;
}

const SIGNS: Readonly<Record<StepState, string>> = {
  ok: '✓',
  failed: '✗',
  skipped: '·',
  trying: '…',
  waiting: ' ',
};

/** All of it as text, to be sent to somebody. */
export function examinationText(complaint: string, address: string, examination: Examination): string {
  const lines = examination.steps.flatMap((step) => {
    const tried = examination.tried.get(step.id);
    const sign = SIGNS[stateOfStep(examination, step.id)];
    const head = `${sign} ${step.title}${tried ? `: ${tried.seen}` : ''}`;
    if (tried?.outcome !== 'failed') return [head];
    return [
      head,
      ...tried.details
        .filter(({ outcome }) => outcome === 'failed')
        .map(({ title, seen }) => `    ✗ ${title}: ${seen}`),
      ...(tried.fix ? [`    → ${tried.fix.text}`] : []),
      ...(tried.fix && tried.fix.code !== ''
        ? tried.fix.code.split('\n').map((code) => `        ${code}`)
        : []),
    ];
  });
  return [complaint, ...lines, verdictWords(examination), address, ''].join('\n');
}
