import type { AttributeValue, Attributes } from '../../attributes/attributes.ts';

/** The attribute of a resource that names the program. */
export const SERVICE_NAME = 'service.name';
/** What OpenTelemetry calls a program that does not say its name. */
const UNKNOWN_SERVICE = 'unknown_service';

/** The program that records come from; all of them share the objects. */
export interface Origin {
  readonly service: string;
  readonly resource: Attributes;
}

/** Takes the name of the program out of the attributes of a resource. */
export function originOf(attributes: Record<string, AttributeValue>): Origin {
  const name = Object.hasOwn(attributes, SERVICE_NAME) ? attributes[SERVICE_NAME] : undefined;
  delete attributes[SERVICE_NAME];
  return { service: serviceText(name), resource: attributes };
}

function serviceText(name: AttributeValue | undefined): string {
  if (name === undefined || name === null || name === '') return UNKNOWN_SERVICE;
  return typeof name === 'string' ? name : JSON.stringify(name);
}
