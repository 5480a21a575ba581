import type { FieldSql } from './attribute-sql.ts';
import { attributeSql } from './attribute-sql.ts';
import { FALSE, TRUE } from './condition-sql.ts';
import type { SqlParameters } from './sql-parameters.ts';

/** The field of a service's name, and the attribute that has it. */
export const SERVICE = 'service';
export const SERVICE_NAME = 'service.name';
/** What stands for the service of a program that does not say; the Collector writes an empty text then. */
export const UNKNOWN_SERVICE = 'unknown_service';

const RESOURCE_PREFIX = 'resource.';

/** The service of a row. */
export const SERVICE_TEXT = `if(ServiceName = '', '${UNKNOWN_SERVICE}', ServiceName)`;

/** The service as a field; asked for by its name, it is found by the order of the table. */
export function serviceSql(parameters: SqlParameters): FieldSql {
  return { text: SERVICE_TEXT, isThere: TRUE, narrowed: (value) => isServiceSql(value, parameters) };
}

/** The condition that a row is of a service. */
export function isServiceSql(service: string, parameters: SqlParameters): string {
  const isNamed = `ServiceName = ${parameters.text(service)}`;
  return service === UNKNOWN_SERVICE ? `ServiceName IN ('', '${UNKNOWN_SERVICE}')` : isNamed;
}

/** The field of a program that has the prefix in front; nothing for a field of anything else. */
export function resourceSql(field: string, parameters: SqlParameters): FieldSql | undefined {
  if (!field.startsWith(RESOURCE_PREFIX)) return undefined;
  const name = field.slice(RESOURCE_PREFIX.length);
  // It is a field of its own.
  if (name === SERVICE_NAME) return { text: "''", isThere: FALSE };
  return attributeSql('ResourceAttributes', name, parameters);
}
