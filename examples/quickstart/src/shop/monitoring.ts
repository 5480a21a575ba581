import { instrument } from '@telltale/sdk';

import definition from '../../telltale.config.ts';

/** The shop's instruments; import this wherever something is worth measuring. */
export const t = instrument(definition);
