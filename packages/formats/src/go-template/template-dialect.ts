/** What is known of a value inside a template. */
export type TemplateDataKind = 'alert' | 'labels' | 'external-labels' | 'text' | 'value' | 'other';

/** What a program gives its templates besides the language itself. */
export interface TemplateDialect {
  /** What `.` and `$` are at the top. */
  readonly root: TemplateDataKind;
  /** Variables that are there from the start, without the dollar sign. */
  readonly variables: ReadonlyMap<string, TemplateDataKind>;
  readonly functions: ReadonlySet<string>;
}

/** Functions of Go's own `text/template`. */
const GO_FUNCTIONS =
  'and or not len index slice print printf println html js urlquery call eq ne lt le gt ge'.split(' ');

/** Labels and annotations of Prometheus' alerting rules. */
export const RULE_TEMPLATE: TemplateDialect = {
  root: 'alert',
  variables: new Map<string, TemplateDataKind>([
    ['labels', 'labels'],
    ['value', 'value'],
    ['externalLabels', 'external-labels'],
    ['externalURL', 'other'],
  ]),
  functions: new Set([
    ...GO_FUNCTIONS,
    ...`query first label value strvalue args reReplaceAll safeHtml match title toUpper toLower graphLink
    tableLink sortByLabel stripPort stripDomain humanize humanize1024 humanizeDuration humanizePercentage
    humanizeTimestamp toTime toDuration now pathPrefix externalURL parseDuration urlQueryEscape tmpl`.split(
      /\s+/,
    ),
  ]),
};

/** Notification templates of Alertmanager. */
export const NOTIFICATION_TEMPLATE: TemplateDialect = {
  root: 'other',
  variables: new Map(),
  functions: new Set([
    ...GO_FUNCTIONS,
    ...`toUpper toLower title trimSpace join match safeHtml safeUrl urlUnescape reReplaceAll stringSlice
    date tz now since humanizeDuration toDate mustToDate toJson list append dict base64encode base64decode`.split(
      /\s+/,
    ),
  ]),
};

/** Fields of the data of a rule's template. */
export const ALERT_FIELDS: ReadonlyMap<string, TemplateDataKind> = new Map<string, TemplateDataKind>([
  ['Labels', 'labels'],
  ['ExternalLabels', 'external-labels'],
  ['ExternalURL', 'other'],
  ['Value', 'value'],
]);
