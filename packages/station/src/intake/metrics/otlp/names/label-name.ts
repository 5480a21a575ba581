import type { OtlpTranslationStrategy } from '@telltale/definition';
import { escapesNames } from './escaping.ts';

const OTHERS = /[^a-zA-Z0-9_]/gu;

/** The name of a label for an attribute; nothing where no character of it can stand there. */
export function labelName(attribute: string, strategy: OtlpTranslationStrategy): string | undefined {
  if (/^_*$/.test(attribute)) return undefined;
  if (!escapesNames(strategy)) return attribute;
  const name = attribute.replaceAll(OTHERS, '_');
  if (/^_*$/.test(name)) return undefined;
  if (/^[0-9]/.test(name)) return `key_${name}`;
  // Two underscores are those of reserved names.
  return name.startsWith('_') && !name.startsWith('__') ? `key${name}` : name;
}
