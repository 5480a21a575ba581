import type { SloView } from '@telltale/station/contract';

/** An objective as people read it. */
export interface SloWords {
  /** Such as `99.9% over 30 d`. */
  readonly target: string;
  /** Such as `62% of its budget left`, or `budget overdrawn by 20%`. */
  readonly budget: string;
  /** Such as `burns 1.2× over 1 h, 0.4× over 6 h`; empty without events. */
  readonly burn: string;
  readonly tone: 'ok' | 'warn' | 'bad' | 'mute';
  /** How much of the bar is full, 0 to 100. */
  readonly percent: number;
}

const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;
/** With less than this share left, one bad day may use it up. */
const SCARCE_BUDGET = 0.25;

/** Says how an objective stands. */
export function sloWords(slo: SloView): SloWords {
  const { budgetLeft } = slo;
  return {
    target: `${trimNumber(slo.objective, 4)}% over ${spanWords(slo.windowMs)}`,
    budget: budgetWords(budgetLeft),
    burn: burnWords(slo),
    tone: toneOf(slo),
    percent: budgetLeft === null ? 0 : Math.min(100, Math.max(0, budgetLeft * 100)),
  };
}

function budgetWords(left: number | null): string {
  if (left === null) return 'no events yet';
  if (left < 0) return `budget overdrawn by ${percentWords(-left)}`;
  return `${percentWords(left)} of its budget left`;
}

function burnWords({ burn1h, burn6h }: SloView): string {
  const told = [
    ...(burn1h === null ? [] : [`${trimNumber(burn1h, 2)}× over 1 h`]),
    ...(burn6h === null ? [] : [`${trimNumber(burn6h, 2)}× over 6 h`]),
  ];
  return told.length === 0 ? '' : `burns ${told.join(', ')}`;
}

function toneOf({ budgetLeft, state }: SloView): SloWords['tone'] {
  if (state === 'firing' || (budgetLeft !== null && budgetLeft <= 0)) return 'bad';
  if (budgetLeft === null) return 'mute';
  return state === 'pending' || budgetLeft < SCARCE_BUDGET ? 'warn' : 'ok';
}

function percentWords(share: number): string {
  const percent = share * 100;
  return `${trimNumber(percent, percent < 10 ? 1 : 0)}%`;
}

function spanWords(ms: number): string {
  return ms >= DAY_MS ? `${trimNumber(ms / DAY_MS, 1)} d` : `${trimNumber(ms / HOUR_MS, 1)} h`;
}

/** At most so many decimals, and none that say nothing. */
function trimNumber(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)));
}
