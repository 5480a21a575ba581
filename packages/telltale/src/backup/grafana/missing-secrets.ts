import { fieldsOf, textOf } from '../../server/json-fields.ts';
import type { Fields } from '../../server/json-fields.ts';

/** What Grafana writes in place of a secret of a contact point. */
const REDACTED = '[REDACTED]';

/** The secrets of a data source or contact point that Grafana tells nobody; they have to be set again elsewhere. */
export function missingSecrets(kindId: string, item: Fields): readonly string[] {
  if (kindId === 'data-sources') {
    return Object.entries(fieldsOf(item.secureJsonFields)).flatMap(([name, isSet]) =>
      isSet === true ? [`${name} of the data source ${textOf(item.name)}`] : [],
    );
  }
  if (kindId !== 'contact-points') return [];
  return Object.entries(fieldsOf(item.settings)).flatMap(([name, value]) =>
    value === REDACTED ? [`${name} of the contact point ${textOf(item.name)}`] : [],
  );
}
