const DECIMAL = /^[-+]?(?:\d[\d_]*\.?[\d_]*|\.\d[\d_]*)(?:[eE][-+]?\d+)?$/;
const BASED = /^[-+]?0[xob][\da-fA-F_]+$/;
const INFINITE = /^[-+]?\.(?:inf|Inf|INF)$/;
const NOT_A_NUMBER = /^\.(?:nan|NaN|NAN)$/;

/** The number that YAML understands a plain scalar as; `undefined` where it is none. */
export function parseYamlNumber(text: string): number | undefined {
  if (NOT_A_NUMBER.test(text)) return Number.NaN;
  if (INFINITE.test(text)) return text.startsWith('-') ? -Infinity : Infinity;
  if (!DECIMAL.test(text) && !BASED.test(text)) return undefined;
  const plain = text.replaceAll('_', '');
  const number = Number(plain.replace(/^[-+]/, ''));
  if (Number.isNaN(number)) return undefined;
  return plain.startsWith('-') ? -number : number;
}
