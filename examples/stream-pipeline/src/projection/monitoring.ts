import { instrument } from '@telltale/sdk';
import { defineMonitoring, pipeline } from '@telltale/sdk/define';

const definition = defineMonitoring({
  service: 'projection_service',
  preset: pipeline({ records: 'projection_service' }),
});

/** The instruments of the projection. */
export const t = instrument(definition);
