import { instrument } from '@telltale/sdk';
import { defineMonitoring, pipeline } from '@telltale/sdk/define';

const definition = defineMonitoring({
  service: 'aggregation_service',
  preset: pipeline({ records: 'aggregation_service' }),
});

/** The instruments of the aggregation. */
export const t = instrument(definition);
