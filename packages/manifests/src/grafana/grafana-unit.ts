/** Grafana's identifiers of the units that metrics have. */
const GRAFANA_UNITS: ReadonlyMap<string, string> = new Map([
  ['', 'short'],
  ['seconds', 's'],
  ['milliseconds', 'ms'],
  ['timestamp_seconds', 'dateTimeFromNow'],
  ['bytes', 'bytes'],
  ['bytes_per_second', 'binBps'],
  ['ratio', 'percentunit'],
  ['percent', 'percent'],
  ['per_second', 'ops'],
  ['celsius', 'celsius'],
  ['volts', 'volt'],
  ['amperes', 'amp'],
  ['watts', 'watt'],
  ['joules', 'joule'],
  ['hertz', 'hertz'],
  ['meters', 'lengthm'],
  ['grams', 'massg'],
  ['euros', 'currencyEUR'],
  ['dollars', 'currencyUSD'],
]);

/** The unit of a panel as Grafana knows it; one that it does not know stands behind the value as a word. */
export function grafanaUnit(unit: string): string {
  const known = GRAFANA_UNITS.get(unit);
  if (known !== undefined) return known;
  return `suffix: ${unit.replace(/_per_second$/, '/s').replaceAll('_', ' ')}`;
}
