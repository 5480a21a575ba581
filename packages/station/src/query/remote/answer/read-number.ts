const SPECIAL: ReadonlyMap<unknown, number> = new Map([
  ['NaN', Number.NaN],
  ['Inf', Infinity],
  ['+Inf', Infinity],
  ['-Inf', -Infinity],
]);

/** A number of Prometheus' API, most of which are written as texts; `undefined` for what is none. */
export function readNumber(json: unknown): number | undefined {
  if (typeof json === 'number') return json;
  if (typeof json !== 'string' || json === '') return undefined;
  const value = Number(json);
  return Number.isNaN(value) ? SPECIAL.get(json) : value;
}

/** A time of Prometheus' API, in seconds with a fraction; `undefined` for what is none. */
export function readTimeMs(json: unknown): number | undefined {
  const seconds = readNumber(json);
  return seconds !== undefined && Number.isFinite(seconds) ? Math.round(seconds * 1000) : undefined;
}
