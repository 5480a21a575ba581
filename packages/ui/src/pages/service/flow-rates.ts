import { alignColumns, presentValue } from '../../data/aligned-columns.ts';
import type { PanelData } from '../../data/panel-board.ts';
import { toOneNumber } from '../../panels/stat/one-number.ts';

/** Requests a second at each point of their way; `null` where it is not known. */
export interface FlowRates {
  readonly incoming: number | null;
  readonly processed: number | null;
  readonly success: number | null;
  readonly error: number | null;
}

/** The present rates, by the legends of their queries. */
export function flowRates(data: PanelData | undefined): FlowRates {
  const now = (legend: string): number | null => {
    const answer = data?.answers.find((one) => one.legend === legend);
    if (data === undefined || answer === undefined) return null;
    return presentValue(
      toOneNumber(alignColumns([answer], data.window, legend, Infinity), 'per_second').values,
    );
  };
  return {
    incoming: now('Incoming'),
    processed: now('Processed'),
    success: now('Success'),
    error: now('Error'),
  };
}

/** Such as `2.5% of all`; empty where there is nothing to share. */
export function shareWords(part: number | null, all: number): string {
  if (part === null || all <= 0) return '';
  const percent = (part / all) * 100;
  const shown = percent > 0 && percent < 0.1 ? '< 0.1' : String(Number(percent.toFixed(1)));
  return `${shown}% of all`;
}
