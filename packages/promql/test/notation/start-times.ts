import { parseDuration } from '@telltale/model';

const DURATION = '[-+]?(?:\\d+(?:ms|[smhdwy]))+|[-+]?0';
const ITEM = new RegExp(`^(?<base>${DURATION})(?:(?:(?<sign>[+-])(?<step>${DURATION}))?x(?<times>\\d+))?$`);

/**
 * Parses what follows `@st`: since when each sample counts, in milliseconds relative to the sample;
 * `undefined` where nothing is said.
 */
export function parseStartTimes(text: string): (number | undefined)[] {
  return (text.match(/\S+/g) ?? []).flatMap(parseItem);
}

function parseItem(item: string): (number | undefined)[] {
  const gaps = /^_(?:x(?<times>\d+))?$/.exec(item);
  if (gaps) return Array.from({ length: Number(gaps.groups?.times ?? 1) }, () => undefined);
  const { base, sign, step, times } = ITEM.exec(item)?.groups ?? {};
  if (base === undefined) throw new Error(`no start time: ${item}`);
  const first = signedMs(base);
  const added = step === undefined ? 0 : signedMs(step) * (sign === '-' ? -1 : 1);
  return Array.from({ length: Number(times ?? 0) + 1 }, (_, i) => first + i * added);
}

function signedMs(text: string): number {
  const ms = parseDuration(text.replace(/^[-+]/, ''));
  if (ms === undefined) throw new Error(`no duration: ${text}`);
  return text.startsWith('-') ? -ms : ms;
}
