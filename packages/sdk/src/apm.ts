export { createApm } from './apm/apm.ts';
export type { Apm, ApmOptions } from './apm/apm.ts';
export type { ApmAgent } from './apm/agent.ts';
export type { ApmContext, ApmLog } from './apm/apm-context.ts';
export type { ApmAttributes } from './apm/attributes.ts';
export type { MetricTotals } from './apm/custom-metrics.ts';
export type { ApmTransaction } from './apm/transactions.ts';
