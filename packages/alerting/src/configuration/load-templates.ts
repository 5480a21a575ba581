import { globSync, readFileSync } from 'node:fs';
import { parseTemplate } from '@telltale/formats';
import type { ParsedAlertmanagerConfiguration } from '@telltale/formats';
import { TelltaleError } from '@telltale/model';
import type { ConfigurationSource } from './configuration-source.ts';

/**
 * The named templates of all files that a configuration lists, as one text that prints nothing. Throws
 * `TT_FILE_READ` and `TT_FILE_FORMAT`.
 */
export function loadTemplates(
  { templates, root }: ParsedAlertmanagerConfiguration,
  source: ConfigurationSource,
): string {
  const definitions = templates.flatMap((pattern) => {
    const files = globSync(source.pathOf(pattern)).toSorted();
    // A pattern may match nothing, as in Alertmanager; a file must be there.
    if (files.length === 0 && !/[*?[]/.test(pattern)) {
      throw source.fault(root?.get('templates') ?? 0, `there is no file ${pattern}`);
    }
    return files.map(readDefinitions);
  });
  return definitions.join('');
}

function readDefinitions(file: string): string {
  let text: string;
  try {
    text = readFileSync(file, 'utf8');
  } catch (cause) {
    throw new TelltaleError('TT_FILE_READ', `${file} cannot be read`, { cause });
  }
  try {
    parseTemplate(text);
  } catch (error) {
    const message = error instanceof Error ? error.message : String(error);
    throw new TelltaleError('TT_FILE_FORMAT', `${file}: ${message}`, { cause: error });
  }
  return definitionsOf(text);
}

/** An action, whatever its strings and comments contain. */
const ACTION = /\{\{-?\s*(?:\/\*[^]*?\*\/|"(?:[^"\\]|\\.)*"|`[^`]*`|[^"`}]|\}(?!\}))*\}\}/g;
const OPENS = /^\{\{-?\s*(?:if|with|range|define|block)\b/;
const CLOSES = /^\{\{-?\s*end\b/;

/** A template file without the text between its definitions, which would get into the messages. */
function definitionsOf(text: string): string {
  let depth = 0;
  let start = 0;
  let definitions = '';
  for (const { 0: action, index } of text.matchAll(ACTION)) {
    if (OPENS.test(action) && depth++ === 0) start = index;
    if (CLOSES.test(action) && --depth === 0) definitions += text.slice(start, index + action.length);
  }
  return definitions;
}
