import type { Attributes } from '@telltale/model';
import { resourceAttributes } from '../traces/packages/resource.ts';

/** What is known of this program beside the name of its service, as OpenTelemetry has it; as with its traces. */
export function programResource(variables: Readonly<Record<string, string | undefined>>): Attributes {
  const { 'service.name': _, ...known } = resourceAttributes('', variables);
  return Object.assign(Object.create(null) as Attributes, known, { 'telemetry.sdk.name': 'telltale' });
}
