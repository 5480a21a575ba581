import type { SourceNode } from '@telltale/formats';
import type { SourceRange } from '@telltale/model';
import type { FindingPlace } from '../finding.ts';
import type { CheckedDocument, Workspace } from '../workspace/workspace.ts';

/** A service of a Compose file, or of the piece of one that a guide shows. */
export interface ComposeService {
  readonly name: string;
  readonly nameRange: SourceRange;
  readonly node: SourceNode;
  readonly document: CheckedDocument;
  /** Whether the file is for development or tests, or overrides another: nobody hardens these. */
  readonly isDevelopment: boolean;
  /** Whether it is a piece of a file in a guide, which leaves out what it is not about. */
  readonly isFragment: boolean;
  /** The place of a node or range of the service. */
  readonly placeOf: (range: SourceRange) => FindingPlace;
}

const DEVELOPMENT =
  /(?:^|\/)(?:[\w.-]*[._-])?(?:dev|devel|development|local|test|tests|testing|e2e|ci|override|debug|demo)(?:[._-][\w.-]*)?\.ya?ml$|(?:^|\/)(?:tests?|e2e|fixtures|testdata|examples?|\.devcontainer|dev|development)\//i;

/** The services of every Compose file, in the order written. */
export function composeServices({ documents }: Workspace): readonly ComposeService[] {
  return documents.filter(({ kind }) => kind === 'compose').flatMap(servicesOf);
}

/** The services of one document. */
export function servicesOf(document: CheckedDocument): readonly ComposeService[] {
  const { root, source } = document;
  const isDevelopment = isDevelopmentFile(source.file);
  const isPiece = isFragment(document);
  const services = isPiece ? root : root.get('services');
  return (services?.entries() ?? []).flatMap(({ key, keyStart, keyEnd, value }) =>
    value.kind === 'mapping'
      ? {
          name: key,
          nameRange: { start: keyStart, end: keyEnd },
          node: value,
          document,
          isDevelopment,
          isFragment: isPiece,
          placeOf: (range: SourceRange) => document.placeOf(range, `service ${key}`),
        }
      : [],
  );
}

/** Whether a document is some services of a guide, without the file around them. */
export function isFragment({ root }: CheckedDocument): boolean {
  return root.get('services')?.kind !== 'mapping';
}

/** Whether a file's name says that it is not for production. */
export function isDevelopmentFile(file: string): boolean {
  return DEVELOPMENT.test(file);
}
