import type { FilePosition } from '@telltale/model';
import type { FindingPlace } from '../finding.ts';
import { excerptOf } from './source-excerpt.ts';
import type { CheckedDefinition } from './workspace.ts';

/**
 * Where a name is written in a definition: as a key, else as text, else the top of the file. The
 * definition's data has no places for receivers, so the file is searched.
 */
export function placeOfName({ resolved, source }: CheckedDefinition, name: string): FindingPlace {
  const quoted = name.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const asKey = new RegExp(`(?<![\\w$])(['"]?)${quoted}\\1\\s*:`);
  const asText = new RegExp(`(['"\`])${quoted}\\1`);
  const match = asKey.exec(source.text) ?? asText.exec(source.text);
  const position: FilePosition = source.positionAt(match?.index ?? 0);
  const width = match === null ? 1 : match[1].length * 2 + name.length;
  const end = { ...position, column: position.column + width };
  return { position, excerpt: excerptOf(source, position, end), subject: `service ${resolved.service}` };
}
