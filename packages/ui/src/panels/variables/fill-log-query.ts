import { quoteLogText } from '../../format/quote-log-text.ts';
import type { ChosenVariables, VariableValue } from './fill-query.ts';

/** A text in quotes, or a variable with the field in front of it. */
const TEXT_OR_VARIABLE =
  /("(?:[^"\\]|\\.)*")|((?:[\p{L}_@][\p{L}\p{N}_@./-]*|"(?:[^"\\]|\\.)*"):)?\$(?:\{(\w+)\}|(\w+))/gu;
const VARIABLE = /\$(?:\{(\w+)\}|(\w+))/g;

/**
 * A query for log records with what is chosen in the place of `$name` and `${name}`: always as a text in quotes, so
 * that no value can mean something else. Several values are alternatives; where all are chosen, the condition falls
 * away. Variables that are not known stay as they are.
 */
export function fillLogQuery(query: string, chosen: ChosenVariables): string {
  if (!query.includes('$')) return query;
  return query.replace(
    TEXT_OR_VARIABLE,
    (whole: string, text?: string, field = '', braced?: string, bare?: string) => {
      if (text !== undefined) return fillText(text, chosen);
      const value = chosen.get(braced ?? bare ?? '');
      return value === undefined ? whole : condition(field, value);
    },
  );
}

function condition(field: string, value: VariableValue): string {
  const values = valuesOf(value);
  // What stands for everything says nothing.
  if (values.length === 0) return '*';
  const texts = values.map(quoteLogText);
  return texts.length === 1 ? `${field}${texts[0]}` : `${field}(${texts.join(' OR ')})`;
}

/** Within a text there is room for one value. */
function fillText(text: string, chosen: ChosenVariables): string {
  return text.replace(VARIABLE, (whole: string, braced?: string, bare?: string) => {
    const value = chosen.get(braced ?? bare ?? '');
    return value === undefined ? whole : quoteLogText(valuesOf(value)[0] ?? '').slice(1, -1);
  });
}

/** None where nothing is left out. */
function valuesOf(value: VariableValue): readonly string[] {
  if (value.kind === 'all') return [];
  if (value.kind === 'text') return value.text === '' ? [] : [value.text];
  return value.values;
}
