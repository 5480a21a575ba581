import type { Diagnostics } from '../diagnostics/diagnostics.ts';

/** Tells of something that is wrong with the aggregation, once per kind and metric. */
export type Tell = Diagnostics['tell'];
