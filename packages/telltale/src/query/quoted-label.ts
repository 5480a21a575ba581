/** A label as queries write it: names that are no plain words are quoted, which servers before Prometheus 3 refuse in any form. */
export function quotedLabel(label: string): string {
  return /^[a-zA-Z_]\w*$/.test(label) ? label : JSON.stringify(label);
}
