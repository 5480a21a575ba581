import type { BinaryWriter } from '@bufbuild/protobuf/wire';
import { WireType } from '@bufbuild/protobuf/wire';
import { SERVICE_NAME } from './origin.ts';
import type { OriginGroup } from './group-by-origin.ts';
import { writeAttribute, writeAttributes, writeText } from './write-attributes.ts';

const { LengthDelimited } = WireType;

/**
 * Writes records of programs as `ExportLogsServiceRequest` and `ExportTraceServiceRequest` have them alike: field 1
 * of the request is a resource with field 1 itself and field 2 its scopes, each of which has field 1 itself and
 * field 2 its records.
 */
export function writeOrigins<Item>(
  writer: BinaryWriter,
  groups: readonly OriginGroup<Item>[],
  writeItem: (writer: BinaryWriter, item: Item) => void,
): void {
  for (const { service, resource, scopes } of groups) {
    writer.tag(1, LengthDelimited).fork();
    writer.tag(1, LengthDelimited).fork();
    writeAttribute(writer, 1, SERVICE_NAME, service);
    writeAttributes(writer, 1, resource);
    writer.join();
    for (const [scope, items] of scopes) {
      writer.tag(2, LengthDelimited).fork();
      writer.tag(1, LengthDelimited).fork();
      writeText(writer, 1, scope);
      writer.join();
      for (const item of items) {
        writer.tag(2, LengthDelimited).fork();
        writeItem(writer, item);
        writer.join();
      }
      writer.join();
    }
    writer.join();
  }
}
