import { SEVERITY_NAMES } from '@telltale/model';
import type { LogCount } from '@telltale/model';
import type { Paint } from '../check/report/paint.ts';
import { isoTime } from './log-line.ts';

const BAR_WIDTH = 30;
/** The first that gives no more rows than a screen has. */
const STEPS_S: readonly number[] = [1, 10, 60, 600, 3600, 21_600, 86_400];
const MAX_ROWS = 60;
/** Beginnings of steps are told to the second. */
const SECONDS = 'YYYY-MM-DDTHH:MM:SS'.length;

/** The length of a step that gives a screen of them. */
export function usualStep(rangeSeconds: number): number {
  return STEPS_S.find((step) => rangeSeconds / step <= MAX_ROWS) ?? Math.ceil(rangeSeconds / MAX_ROWS);
}

/** Counts in steps, a line each with a bar; steps without records are left out. */
export function formatCounts(counts: readonly LogCount[], paint: Paint): string {
  const rows = counts.map(({ timeMs, counts: of }) => ({ timeMs, of, total: sum(Object.values(of)) }));
  const most = Math.max(1, ...rows.map(({ total }) => total));
  const width = String(most).length;
  return rows
    .map(({ timeMs, of, total }) => {
      const bar = '█'.repeat(Math.max(1, Math.round((total / most) * BAR_WIDTH))).padEnd(BAR_WIDTH);
      const time = paint.dim(`${isoTime(timeMs).slice(0, SECONDS)}Z`);
      return `${time}  ${String(total).padStart(width)}  ${bar}  ${parts(of, paint)}`.trimEnd();
    })
    .map((line) => `${line}\n`)
    .join('');
}

function parts(of: LogCount['counts'], paint: Paint): string {
  const names = [...SEVERITY_NAMES.toReversed(), 'unknown' as const];
  return names
    .flatMap((name) => {
      const count = of[name] ?? 0;
      if (count === 0) return [];
      const text = `${name} ${count}`;
      if (name === 'fatal' || name === 'error') return [paint.red(text)];
      return [name === 'warn' ? paint.yellow(text) : paint.dim(text)];
    })
    .join('  ');
}

function sum(numbers: readonly (number | undefined)[]): number {
  return numbers.reduce<number>((total, one) => total + (one ?? 0), 0);
}
