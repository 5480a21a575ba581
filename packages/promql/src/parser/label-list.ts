import type { SyntaxNode } from '@lezer/common';
import type { ParseContext } from './parse-context.ts';
import { childNodes, textOf } from './parse-context.ts';
import { convertString } from './vector-selector.ts';

/** The label names of a `(a, b)` list, as after `by` or `on`. */
export function convertLabelList(context: ParseContext, node: SyntaxNode): string[] {
  return childNodes(node).map((label) =>
    label.name === 'LabelName' ? textOf(context, label) : convertString(context, label),
  );
}
