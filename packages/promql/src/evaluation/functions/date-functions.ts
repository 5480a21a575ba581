import { LabelSet } from '@telltale/model';
import { timeOf } from '../values/step-grid.ts';
import { fullColumn } from '../values/value.ts';
import type { FunctionFamily, FunctionImplementation } from './call-input.ts';
import { mapSteps } from './math-functions.ts';

const DAY_MS = 24 * 3_600_000;

/** Parts of a UTC date; of the evaluation time where there is no argument. */
export const dateFunctions: FunctionFamily = {
  minute: dated((date) => date.getUTCMinutes()),
  hour: dated((date) => date.getUTCHours()),
  day_of_week: dated((date) => date.getUTCDay()),
  day_of_month: dated((date) => date.getUTCDate()),
  day_of_year: dated(
    (date) => Math.floor((date.getTime() - Date.UTC(date.getUTCFullYear(), 0, 1)) / DAY_MS) + 1,
  ),
  days_in_month: dated((date) =>
    new Date(Date.UTC(date.getUTCFullYear(), date.getUTCMonth() + 1, 0)).getUTCDate(),
  ),
  month: dated((date) => date.getUTCMonth() + 1),
  year: dated((date) => date.getUTCFullYear()),
};

function dated(part: (date: Date) => number): FunctionImplementation {
  const ofSeconds = (seconds: number): number => part(new Date(Math.trunc(seconds) * 1000));
  return (input) => {
    if (input.args.length > 0) return mapSteps(input, ofSeconds);
    const { grid } = input.context;
    const values = Float64Array.from({ length: grid.count }, (_, step) =>
      ofSeconds(timeOf(grid, step) / 1000),
    );
    return { type: 'vector', series: [{ labels: LabelSet.empty, dropName: false, ...fullColumn(values) }] };
  };
}
