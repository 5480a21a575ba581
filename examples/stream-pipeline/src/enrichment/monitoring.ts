import { instrument } from '@telltale/sdk';
import { defineMonitoring, pipeline } from '@telltale/sdk/define';

const definition = defineMonitoring({
  service: 'enrichment_service',
  preset: pipeline({ records: 'enrichment_service' }),
});

/** The instruments of the enrichment. */
export const t = instrument(definition);
