/**
 * What can be wrong with a log record or a span that comes from outside. `malformed` and `too_many_records` leave it
 * out; with the others it is taken without the part that is wrong, but for a span without ids.
 */
export type RecordProblem = 'malformed' | 'invalid_id' | 'too_deep' | 'too_many_values' | 'too_many_records';
