import type { Telemetry } from '@telltale/sdk';
import { instrument } from '@telltale/sdk';
import type { PipelineMetrics } from '@telltale/sdk/define';
import { defineMonitoring, pipeline } from '@telltale/sdk/define';

const definition = defineMonitoring({
  service: 'enrichment_service',
  preset: pipeline({ records: 'enrichment_service' }),
});

/** The instruments of the enrichment. */
export const t: Telemetry<PipelineMetrics<'enrichment_service'>> = instrument(definition);
