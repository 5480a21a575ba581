import { instrument } from '@telltale/sdk';
import { defineMonitoring, pipeline } from '@telltale/sdk/define';

const definition = defineMonitoring({
  service: 'normalization_service',
  preset: pipeline({ records: 'normalization_service' }),
});

/** The instruments of the normalization. */
export const t = instrument(definition);
