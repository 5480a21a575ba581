import { printable } from '../io/printable.ts';
import type { PushOutcome, PushResult } from './apply-push.ts';
import type { PlannedPush, PushPlan } from './plan-push.ts';

const SIGNS: Readonly<Record<PushOutcome['outcome'] | PlannedPush['action'], string>> = {
  create: '+',
  created: '+',
  change: '~',
  changed: '~',
  delete: '-',
  deleted: '-',
  same: ' ',
  extra: '?',
  refused: '!',
  conflict: '!',
  failed: '!',
  left: '.',
};

const WORDS: typeof SIGNS = {
  create: 'would be created',
  created: 'created',
  change: 'would be changed',
  changed: 'changed',
  delete: 'would be deleted',
  deleted: 'deleted',
  same: 'as it is defined',
  extra: 'left alone',
  refused: 'not written',
  conflict: 'not written',
  failed: 'not written',
  left: 'not tried',
};

const OF_PUSH: Readonly<Record<PushResult['folder']['outcome'], string>> = {
  created: ', created',
  same: '',
  failed: ', not created',
};

/** What a push has done, for people. */
export function printPush(address: string, { folder, dashboards }: PushResult): string {
  const count = (...outcomes: readonly PushOutcome['outcome'][]): number =>
    dashboards.filter(({ outcome }) => outcomes.includes(outcome)).length;
  const title = `${folder.title}${OF_PUSH[folder.outcome]}${folder.note === '' ? '' : `: ${folder.note}`}`;
  const open = count('refused', 'conflict', 'failed', 'left');
  const counts = [
    `${count('created', 'changed')} written`,
    ...(count('deleted') > 0 ? [`${count('deleted')} deleted`] : []),
    `${count('same')} as they were`,
    ...(open > 0 ? [`${open} not written`] : []),
  ];
  return printed(address, title, [
    ...dashboards.map(({ title: name, outcome, note }) => line(outcome, name, note)),
    counts.join(', '),
  ]);
}

/** What a push would do, for people. */
export function printPlan(address: string, { folder, dashboards }: PushPlan): string {
  const changes = dashboards.filter(({ action }) => action !== 'same' && action !== 'extra').length;
  const verdict =
    changes === 0 && folder.exists
      ? `nothing to write, ${dashboards.filter(({ action }) => action === 'same').length} as they are defined`
      : `${changes} ${changes === 1 ? 'dashboard is' : 'dashboards are'} not as defined; nothing was written`;
  return printed(address, `${folder.title}${folder.exists ? '' : ', which would be created'}`, [
    ...dashboards.map(({ title, action, note }) => line(action, title, note)),
    verdict,
  ]);
}

function printed(address: string, folder: string, lines: readonly string[]): string {
  return `${printable(`${address}, folder ${folder}`)}\n${lines.join('\n')}\n`;
}

function line(state: keyof typeof SIGNS, title: string, note: string): string {
  return printable(`  ${SIGNS[state]} ${title}: ${WORDS[state]}${note === '' ? '' : ` – ${note}`}`);
}
