import definition from '#definition';
import { instrument } from '@telltale/sdk';

/** The instruments of the program. */
export const t = instrument(definition, { http: { metricsPath: ['/metrics', '/custom_metrics'] } });

/** Puts metrics, log records and spans around all methods of a class. */
export const { service } = t;
