import type { Telemetry } from '@telltale/sdk';
import { instrument } from '@telltale/sdk';
import type { PipelineMetrics } from '@telltale/sdk/define';
import { defineMonitoring, pipeline } from '@telltale/sdk/define';

const definition = defineMonitoring({
  service: 'normalization_service',
  preset: pipeline({ records: 'normalization_service' }),
});

/** The instruments of the normalization. */
export const t: Telemetry<PipelineMetrics<'normalization_service'>> = instrument(definition);
