import { instrument } from '@telltale/sdk';
import { createApm } from '@telltale/sdk/apm';

import definition from '../../telltale.config.ts';

/** The gateway's instruments. */
export const t = instrument(definition);

/** For what was written for New Relic. */
export const newrelic = createApm(t);
