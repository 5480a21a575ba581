/**
 * `GET /api/telltale/events`: server-sent events. Each event's name says what changed; its data is
 * empty JSON, the page then asks the resource again. `hello` is sent once on connection.
 */
export type StationEvent =
  | 'hello'
  | 'alerts'
  | 'targets'
  | 'dashboards'
  | 'notifications'
  | 'silences'
  | 'proofs'
  | 'annotations';
