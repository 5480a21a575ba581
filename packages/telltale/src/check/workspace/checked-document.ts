import type { SourceNode, SourceText } from '@telltale/formats';
import { parseSourceTree } from '@telltale/formats';
import type { SourceRange } from '@telltale/model';
import type { FindingPlace } from '../finding.ts';
import { excerptOf } from './source-excerpt.ts';
import type { CheckedDocument, CheckedInput, CheckedText, DocumentKind, TextLanguage } from './workspace.ts';

/** A file that a guide shows. */
export interface ExampleFile {
  /** The path the guide gives it; empty where it gives none. */
  readonly path: string;
}

/** The documents of a YAML or JSON text; none where it cannot be read. */
export function createCheckedDocuments(
  kind: DocumentKind,
  file: string,
  text: string,
  example?: ExampleFile,
): readonly CheckedDocument[] {
  const { source, roots } = parseSourceTree(text, file);
  const input = inputOf(source, example);
  return roots.map((root: SourceNode) => ({ ...input, kind, source, root, placeOf: placesIn(source) }));
}

/** A text that is looked at as it is. */
export function createCheckedText(
  language: TextLanguage,
  source: SourceText,
  example?: ExampleFile,
): CheckedText {
  return { ...inputOf(source, example), language, source, placeOf: placesIn(source) };
}

function inputOf(source: SourceText, example: ExampleFile | undefined): CheckedInput {
  return { path: example?.path ?? source.file, isExample: example !== undefined };
}

function placesIn(source: SourceText): (range: SourceRange, subject?: string) => FindingPlace {
  return ({ start, end }, subject = '') => {
    const position = source.positionAt(start);
    return { position, excerpt: excerptOf(source, position, source.positionAt(end)), subject };
  };
}
