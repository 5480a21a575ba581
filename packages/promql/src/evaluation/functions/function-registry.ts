import type { FunctionImplementation } from './call-input.ts';
import { ofGathered } from './call-input.ts';
import { counterFunctions } from './counter-functions.ts';
import { dateFunctions } from './date-functions.ts';
import { histogramFunctions } from './histogram-functions.ts';
import { labelFunctions } from './label-functions.ts';
import { mathFunctions } from './math-functions.ts';
import { overTimeFunctions } from './over-time-functions.ts';
import { pairFunctions } from './sample-pairs.ts';
import { scalarFunctions } from './scalar-functions.ts';
import { sortFunctions } from './sort-functions.ts';
import { trendFunctions } from './trend-functions.ts';

/** Every evaluated function of `FUNCTIONS` by its name. */
export const FUNCTION_IMPLEMENTATIONS: ReadonlyMap<string, FunctionImplementation> = new Map(
  [
    counterFunctions,
    dateFunctions,
    ofGathered(histogramFunctions),
    ofGathered(labelFunctions),
    mathFunctions,
    overTimeFunctions,
    pairFunctions,
    scalarFunctions,
    ofGathered(sortFunctions),
    trendFunctions,
  ].flatMap((family) => Object.entries(family)),
);
