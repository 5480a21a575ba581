import type { Telemetry } from '@telltale/sdk';
import { instrument } from '@telltale/sdk';
import type { PipelineMetrics } from '@telltale/sdk/define';
import { defineMonitoring, pipeline } from '@telltale/sdk/define';

const definition = defineMonitoring({
  service: 'aggregation_service',
  preset: pipeline({ records: 'aggregation_service' }),
});

/** The instruments of the aggregation. */
export const t: Telemetry<PipelineMetrics<'aggregation_service'>> = instrument(definition);
