import type { Telemetry } from '@telltale/sdk';
import { instrument } from '@telltale/sdk';
import type { PipelineMetrics } from '@telltale/sdk/define';
import { defineMonitoring, pipeline } from '@telltale/sdk/define';

const definition = defineMonitoring({
  service: 'projection_service',
  preset: pipeline({ records: 'projection_service' }),
});

/** The instruments of the projection. */
export const t: Telemetry<PipelineMetrics<'projection_service'>> = instrument(definition);
