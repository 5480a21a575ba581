/** A value of a container: its metric, further labels, and the number. */
export type GroupSample = readonly [
  metric: string,
  value: number | undefined,
  labels?: Readonly<Record<string, string>>,
];
