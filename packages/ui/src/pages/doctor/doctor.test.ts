import type { DoctorLine, DoctorStep } from '@telltale/station/contract';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { doctorCodec } from '../../navigation/doctor-address.ts';
import { BEGUN, examinationText, isRunning, stateOfStep, verdictWords, withLine } from './examination.ts';
import { requestOf } from './view-state.ts';

const PLAN: DoctorLine = {
  kind: 'plan',
  topic: 'metrics',
  steps: [
    { id: 'server', title: 'The server answers' },
    { id: 'page', title: 'The page answers' },
    { id: 'stored', title: 'It is stored' },
  ],
};

function tried(id: string, outcome: DoctorStep['outcome'], more: Partial<DoctorStep> = {}): DoctorLine {
  const step = { id, title: `The ${id}`, outcome, seen: `seen ${id}`, details: [], fix: null, tookMs: 1 };
  return { kind: 'step', step: { ...step, ...more } };
}

const after = (...lines: readonly DoctorLine[]) => lines.reduce(withLine, BEGUN);

const words = fc.string({ unit: 'grapheme' });

test('what is complained of is read back from the address as it was written', () => {
  const state = fc.record({
    target: words,
    metric: words,
    alert: words,
    dashboard: words,
    service: words,
    isTried: fc.boolean(),
  });
  fc.assert(
    fc.property(state, (one) => {
      expect(doctorCodec.parse(doctorCodec.format(one))).toEqual(one);
    }),
  );
});

test('only what belongs to the topic is asked', () => {
  const state = { target: 't', metric: '', alert: 'a', dashboard: 'd', service: 's', isTried: true };
  expect(requestOf('metrics', state)).toEqual({ topic: 'metrics', target: 't' });
  expect(requestOf('alerts', state)).toEqual({ topic: 'alerts', alert: 'a' });
  expect(requestOf('memory', state)).toEqual({ topic: 'memory' });
});

test('the first step that is not tried is being tried, the others wait', () => {
  const examination = after(PLAN, tried('server', 'ok'));
  const states = ['server', 'page', 'stored'].map((id) => stateOfStep(examination, id));
  expect(states).toEqual(['ok', 'trying', 'waiting']);
  expect(isRunning(examination)).toBe(true);
  expect(verdictWords(examination)).toBe('1 of 3 steps tried');
});

test('what is broken off tries nothing any more, and says so', () => {
  const examination = { ...after(PLAN, tried('server', 'ok')), error: 'the station does not answer' };
  expect(stateOfStep(examination, 'page')).toBe('waiting');
  expect(isRunning(examination)).toBe(false);
  expect(verdictWords(examination)).toBe('The examination was broken off: the station does not answer');
});

test('the verdict names the cause with what was seen, or what was skipped', () => {
  const failed = after(PLAN, tried('server', 'ok'), tried('page', 'failed'), { kind: 'end', cause: 'page' });
  expect(verdictWords(failed)).toBe('The cause: “The page” failed: seen page');
  const skipped = after(PLAN, tried('server', 'ok'), tried('page', 'skipped'), { kind: 'end', cause: '' });
  expect(verdictWords(skipped)).toBe('No step failed; 1 was skipped');
});

test('as text, all steps are told, and of those that failed what to do', () => {
  const fix = { text: 'Correct the path.', code: "path: '/metrics',\nevery: '5s'," };
  const details = [
    { title: 'shop', outcome: 'failed', seen: 'HTTP 404' },
    { title: 'cart', outcome: 'ok', seen: 'up' },
  ] as const;
  const examination = after(PLAN, tried('server', 'ok'), tried('page', 'failed', { fix, details }), {
    kind: 'end',
    cause: 'page',
  });
  expect(examinationText('My metric does not appear', 'http://station/doctor', examination)).toBe(
    [
      'My metric does not appear',
      '✓ The server answers: seen server',
      '✗ The page answers: seen page',
      '    ✗ shop: HTTP 404',
      '    → Correct the path.',
      "        path: '/metrics',",
      "        every: '5s',",
      '… It is stored',
      'The cause: “The page” failed: seen page',
      'http://station/doctor',
      '',
    ].join('\n'),
  );
});
