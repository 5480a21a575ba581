import { instrument } from '@telltale/sdk';

import definition from '../../telltale.config.ts';
import { METRICS_PATH } from '../../sites.ts';

/** The backend's instruments. */
export const t = instrument(definition, { http: { metricsPath: METRICS_PATH } });
