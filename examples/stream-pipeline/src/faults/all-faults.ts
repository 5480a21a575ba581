import { errors, slowMetadata, slowRequests } from './database-faults.ts';
import type { Fault } from './fault.ts';
import { memory, poison } from './message-faults.ts';
import { killStage, stopProducer } from './process-faults.ts';

/** All faults by name. */
export const ALL_FAULTS: Readonly<Record<string, Fault>> = {
  'stop-producer': stopProducer,
  poison,
  'kill-stage': killStage,
  'slow-metadata': slowMetadata,
  errors,
  memory,
  'slow-requests': slowRequests,
};
