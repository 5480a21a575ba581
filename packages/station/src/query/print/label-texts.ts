import type { LabelSet } from '@telltale/model';

const known = new WeakMap<LabelSet, string>();

/** A label set as a JSON object; printed once for as long as the set is in use. */
export function labelsJson(labels: LabelSet): string {
  let text = known.get(labels);
  if (text === undefined) known.set(labels, (text = print(labels)));
  return text;
}

/** By hand: an object would put names that look like numbers first. */
function print({ names, values }: LabelSet): string {
  let text = '{';
  for (let i = 0; i < names.length; i++) {
    text += `${i === 0 ? '' : ','}${JSON.stringify(names[i])}:${JSON.stringify(values[i])}`;
  }
  return `${text}}`;
}
