import { dirname, resolve } from 'node:path';
import { SourceText } from '@telltale/formats';
import type { SourceNode } from '@telltale/formats';
import { TelltaleError } from '@telltale/model';

/** A file that is loaded: says where something stands in it. */
export interface ConfigurationSource {
  readonly file: string;
  /** What the file says and nobody does, with its place. */
  readonly warnings: string[];
  /** An error that names the place of a node, or of an offset. */
  fault(at: SourceNode | number, message: string, fix?: string): TelltaleError;
  warn(at: SourceNode, message: string): void;
  /** A path of the file as seen from the folder the file is in. */
  pathOf(path: string): string;
}

/** The text of a configuration, for faults and warnings with their place. */
export function createConfigurationSource(text: string, file: string): ConfigurationSource {
  const source = new SourceText(file, text);
  const warnings: string[] = [];
  const placeOf = (offset: number): string => {
    const { line, column } = source.positionAt(offset);
    return `${file}:${line}:${column}`;
  };
  return {
    file,
    warnings,
    fault: (at, message, fix = '') => {
      const place = placeOf(typeof at === 'number' ? at : at.start);
      return new TelltaleError('TT_FILE_FORMAT', `${place}: ${message}`, fix === '' ? {} : { fix });
    },
    warn: (at, message) => void warnings.push(`${placeOf(at.start)}: ${message}`),
    pathOf: (path) => resolve(dirname(file), path),
  };
}
