import { printableLines } from '../../io/printable.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** A text that stands in HTML as it is, in an attribute too. */
export function escapeHtml(text: string): string {
  return printableLines(text).replaceAll(/[&<>"']/g, (character) => ENTITIES[character]);
}
