import type { SourceNode, SourceText } from '@telltale/formats';
import { parseSourceTree } from '@telltale/formats';
import type { SourceRange } from '@telltale/model';
import type { FindingPlace } from '../finding.ts';
import { excerptOf } from './source-excerpt.ts';
import type { CheckedDocument, CheckedInput, CheckedText, DocumentKind, TextLanguage } from './workspace.ts';

/** The documents of a YAML or JSON text; none where it cannot be read. */
export function createCheckedDocuments(
  kind: DocumentKind,
  file: string,
  text: string,
  input: CheckedInput = fileItself(file),
): readonly CheckedDocument[] {
  const { source, roots } = parseSourceTree(text, file);
  return roots.map((root: SourceNode) => ({ ...input, kind, source, root, placeOf: placesIn(source) }));
}

/** A text that is looked at as it is. */
export function createCheckedText(
  language: TextLanguage,
  source: SourceText,
  input: CheckedInput = fileItself(source.file),
): CheckedText {
  return { ...input, language, source, placeOf: placesIn(source) };
}

function fileItself(path: string): CheckedInput {
  return { path, isExample: false };
}

/** The places of ranges of a file. */
export function placesIn(source: SourceText): (range: SourceRange, subject?: string) => FindingPlace {
  return ({ start, end }, subject = '') => {
    const position = source.positionAt(start);
    return { position, excerpt: excerptOf(source, position, source.positionAt(end)), subject };
  };
}
