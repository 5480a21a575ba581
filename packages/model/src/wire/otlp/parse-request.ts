import { TelltaleError } from '../../errors/telltale-error.ts';
import { parseAttributes } from './attributes-json.ts';
import { parseBoundedJson } from './bounded-json.ts';
import { guarded } from './guarded.ts';
import type { JsonObject } from './json-fields.ts';
import { listField, objectField, objectOf, textField } from './json-fields.ts';
import type { Origin } from './origin.ts';
import { originOf } from './origin.ts';
import type { OtlpContent } from './otlp-content.ts';
import type { ParseReport, SignalPath } from './parse-report.ts';
import { attributeTable } from './read-attributes.ts';

/** Reads a record in JSON; nothing where it is rejected, which is reported. It may throw: the record is rejected then. */
export type ParseRecord<Item> = (record: JsonObject, origin: Origin, scope: string) => Item | undefined;

/**
 * Reads a request in JSON: the lists of resources, of their scopes and of the records of these.
 *
 * @throws TelltaleError `TT_OTLP` where it is no JSON or has something else where a list or an object must be
 */
export function parseRequest<Item>(
  text: string,
  path: SignalPath,
  report: ParseReport,
  parseRecord: ParseRecord<Item>,
): OtlpContent<Item> {
  const items: Item[] = [];
  try {
    for (const resourceRecords of listField(objectOf(parseBoundedJson(text)), path.resources)) {
      report.startResource();
      const records = objectOf(resourceRecords);
      const attributes = listField(objectField(records, 'resource'), 'attributes');
      const origin = originOf(parseAttributes(attributes, attributeTable(), report));
      for (const scopeRecords of listField(records, path.scopes)) {
        report.startScope();
        parseScope(objectOf(scopeRecords), origin);
      }
    }
  } catch (error) {
    const problem = error instanceof Error ? error.message : String(error);
    throw new TelltaleError('TT_OTLP', `request at ${report.where()}: ${problem}`);
  }
  return { items, rejected: report.rejected, faults: report.faults() };

  function parseScope(scopeRecords: JsonObject, origin: Origin): void {
    const scope = textField(objectField(scopeRecords, 'scope'), 'name');
    for (const record of listField(scopeRecords, path.records)) {
      if (!report.startRecord()) continue;
      const item = guarded(report, () => parseRecord(objectOf(record), origin, scope));
      if (item !== undefined) items.push(item);
    }
  }
}
