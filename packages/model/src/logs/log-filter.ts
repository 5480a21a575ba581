import type { FieldOperator } from '../search/field-operator.ts';

/**
 * What log records are wanted. Never text of a query language: it is compiled for each store, to SQL as well.
 *
 * Fields are `service`, `logger`, `level` (the word), `message`, `trace_id`, `span_id`; `resource.` in front of a
 * name is an attribute of the program, anything else one of the record. A dot leads into an object unless an
 * attribute has the whole name. Values are compared as texts (`true`, `12`, objects as JSON); `<` and the like as
 * numbers, which what is no number never matches. A field that is not there is an empty text, as with labels.
 * Regular expressions are RE2's.
 */
export type LogFilter =
  | { readonly kind: 'and' | 'or'; readonly filters: readonly LogFilter[] }
  | { readonly kind: 'not'; readonly filter: LogFilter }
  /** The message has this text, whatever the case of letters. */
  | { readonly kind: 'text'; readonly text: string }
  /** Something in the message matches. */
  | { readonly kind: 'regexp'; readonly pattern: string }
  /** At least as severe; 1 to 24. */
  | { readonly kind: 'severity'; readonly atLeast: number }
  | {
      readonly kind: 'field';
      readonly field: string;
      readonly operator: FieldOperator;
      readonly value: string;
    }
  /** The field is there, whatever its value. */
  | { readonly kind: 'has'; readonly field: string };
