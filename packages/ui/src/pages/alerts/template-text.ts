const LABEL = /\{\{-?\s*\$labels\.([a-zA-Z_][a-zA-Z0-9_]*)[^{}]*\}\}/g;
const VALUE = /\{\{-?\s*\$value[^{}]*\}\}/g;

/** Makes the template of an annotation readable while there is no alert to fill it: `[route]`, `[value]`. */
export function readableTemplate(template: string): string {
  return template.replace(LABEL, '[$1]').replace(VALUE, '[value]');
}
