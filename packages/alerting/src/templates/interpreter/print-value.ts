import { LabelSet } from '@telltale/model';
import { formatGoFloat } from './go-number-format.ts';
import { sortedEntries } from './template-value.ts';
import type { TemplateValue } from './template-value.ts';

/** A list may hold itself twice, and that one another: what is longer ends with an ellipsis. */
const MAX_PRINTED_LENGTH = 65_536;

/** Prints a value as Go's `%v` does. */
export function printValue(value: TemplateValue): string {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
      return formatGoFloat(value);
    case 'object': {
      if (value === null) return '<no value>';
      const printer = new ValuePrinter();
      printer.add(value);
      return printer.text;
    }
    default:
      return String(value);
  }
}

class ValuePrinter {
  text = '';

  add(value: TemplateValue): void {
    if (this.text.length > MAX_PRINTED_LENGTH) return;
    if (value === null) this.text += '<nil>';
    else if (typeof value !== 'object') this.text += printValue(value);
    else if (value instanceof LabelSet) this.#addEntries(value.entries());
    else this.#addObject(value);
    if (this.text.length > MAX_PRINTED_LENGTH) this.text += '…';
  }

  #addObject(value: Exclude<TemplateValue & object, LabelSet>): void {
    switch (value.kind) {
      case 'html':
        this.text += value.text;
        break;
      case 'map':
        this.#addEntries(sortedEntries(value));
        break;
      case 'slice':
        this.#addItems('[', value.items, ']');
        break;
      case 'struct':
        if (value.print) this.text += value.print();
        else this.#addItems('{', value.fields.values(), '}');
    }
  }

  #addItems(open: string, items: Iterable<TemplateValue>, close: string): void {
    this.text += open;
    let separator = '';
    for (const item of items) {
      this.text += separator;
      this.add(item);
      separator = ' ';
    }
    this.text += close;
  }

  #addEntries(entries: Iterable<readonly [string, TemplateValue]>): void {
    this.text += 'map[';
    let separator = '';
    for (const [name, item] of entries) {
      this.text += `${separator}${name}:`;
      this.add(item);
      separator = ' ';
    }
    this.text += ']';
  }
}
