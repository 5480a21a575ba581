/**
 * What can be wrong with a log record, a span or a data point that comes from outside. `malformed` and
 * `too_many_records` leave it out; so do those of data points alone, from `invalid_name` on. With the others it is
 * taken without the part that is wrong, but for a span without ids.
 */
export type RecordProblem =
  | 'malformed'
  | 'invalid_id'
  | 'too_deep'
  | 'too_many_values'
  | 'too_many_records'
  | 'invalid_name'
  | 'invalid_temporality'
  | 'invalid_histogram'
  | 'invalid_time'
  | 'too_many_labels'
  | 'too_long'
  | 'out_of_order'
  | 'series_limit';
