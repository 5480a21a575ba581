/**
 * Every error the product can show, by its stable code: a one-line meaning and what to do. A code
 * is never used for anything else later. The reference page is generated from this table.
 */
export const ERRORS = {
  TT_NODE_TOO_OLD: {
    meaning: 'The Node.js that runs the command is older than 22.18.',
    fix: 'Install Node.js 22.18 or newer, or run the command through npm in a project that brings it.',
  },
  TT_PORT_IN_USE: {
    meaning: 'The address the station wants to listen on is taken.',
    fix: 'Stop the other program, or choose another port with --port or TELLTALE_PORT.',
  },
  TT_DATA_FOLDER: {
    meaning: 'The data folder cannot be created or written.',
    fix: 'Choose a writable folder with --data.',
  },
  TT_OVERLOADED: {
    meaning: 'More waits to be written than is held in memory; nothing of the request was taken.',
    fix: 'Send it again a little later, as exporters do by themselves, or send less.',
  },
  TT_DATA_LOCKED: {
    meaning: 'Another station is using the data folder.',
    fix: 'Stop the other station, or choose another folder with --data.',
  },
  TT_DATA_CORRUPT: {
    meaning: 'A file of the data folder cannot be read.',
    fix: 'Move the named file away; the station starts without it and says what is missing.',
  },
  TT_BACKUP_DAMAGED: {
    meaning: 'A backup is damaged, incomplete, or none at all.',
    fix: 'Use another one; `telltale backup verify` checks a backup without restoring it.',
  },
  TT_BACKUP_VERSION: {
    meaning: 'A backup was made by a newer version, whose format this one does not know.',
    fix: 'Restore it with the version that made it, or a newer one.',
  },
  TT_RESTORE_TARGET: {
    meaning: 'A backup cannot be restored there: something is there, or there is no room.',
    fix: 'Name an empty folder, or one that does not exist; --replace moves what is there aside.',
  },
  TT_SERIES_LIMIT: {
    meaning:
      'The store has as many series as it may have and takes no new one: too many different label sets.',
    fix: 'Find the label that has too many values, such as a user or request id, and take it out of the metric.',
  },
  TT_DEFINITION_NOT_FOUND: {
    meaning: 'No telltale.config.ts was found.',
    fix: 'Run the command in the folder of the definition, or name the file.',
  },
  TT_DEFINITION_INVALID: {
    meaning: 'The definition contradicts itself or has a value that is not allowed.',
    fix: 'The message names the place; correct it there.',
  },
  TT_QUERY_SYNTAX: {
    meaning: 'The query is not valid PromQL.',
    fix: 'The message shows the place with a caret.',
  },
  TT_QUERY_TYPE: {
    meaning: 'A part of the query has the wrong type, for example a scalar where a vector is needed.',
    fix: 'The message shows the place with a caret.',
  },
  TT_QUERY_UNSUPPORTED: {
    meaning:
      'The query is valid PromQL but uses a part that is experimental or that this version does not evaluate.',
    fix: 'Rewrite the query without it; what is experimental can be allowed by the option that the message names.',
  },
  TT_QUERY_LIMIT: {
    meaning: 'The query would read or return more than the limits allow.',
    fix: 'Shorten the range, enlarge the step or narrow the selectors.',
  },
  TT_QUERY_MEMORY: {
    meaning:
      'The station is short of memory, and answers no queries until it is not: scrapes and alerts go on.',
    fix: 'Ask again later, scrape fewer series, or give the station more memory.',
  },
  TT_QUERY_RANGE: {
    meaning: 'The start, end and step of the query make no range, or one of too many points.',
    fix: 'Shorten the range or enlarge the step.',
  },
  TT_QUERY_TIMEOUT: {
    meaning: 'The query ran longer than its timeout.',
    fix: 'Shorten the range, enlarge the step or narrow the selectors.',
  },
  TT_QUERY_EXECUTION: {
    meaning: 'The query is valid but its data cannot be combined, for example many-to-many matching.',
    fix: 'The message names the series that clash; aggregate or match on more labels.',
  },
  TT_REMOTE_UNAVAILABLE: {
    meaning:
      'The server that the station reads from does not answer, or with what is no answer of the API of Prometheus.',
    fix: 'The message says what came instead; check the address and the credentials of `station.remote`. The station asks again by itself.',
  },
  TT_REMOTE_REFUSED: {
    meaning: 'The server that the station reads from refuses what it was asked.',
    fix: 'The message is that of the server; it may speak another version or dialect of PromQL.',
  },
  TT_REMOTE_MISSING: {
    meaning: 'The server that the station reads from does not have this part of the API of Prometheus.',
    fix: 'Prometheus has all of it; others keep rules or targets in components with addresses of their own.',
  },
  TT_SEARCH_SYNTAX: {
    meaning: 'The search for logs or traces cannot be read.',
    fix: 'The message shows the place with a caret; put text that is meant as it stands in quotes.',
  },
  TT_EXPOSITION: {
    meaning: 'A metrics page is not valid exposition text.',
    fix: 'The message names the line; correct the program that exposes it.',
  },
  TT_OTLP: {
    meaning: 'A request of the OpenTelemetry protocol cannot be read; nothing of it was taken.',
    fix: 'The message says where; check that the exporter sends the format its content type names, whole.',
  },
  TT_REMOTE_WRITE: {
    meaning: 'A remote-write request cannot be read; nothing of it was taken.',
    fix: 'The message says where; check that the sender speaks remote write 1.0, compressed with Snappy.',
  },
  TT_FILE_FORMAT: {
    meaning: 'A configuration or rule file has an unknown field or a wrong value.',
    fix: 'The message names the line and column.',
  },
  TT_FILE_READ: {
    meaning: 'A file or URL could not be read.',
    fix: 'Check the name and the permissions.',
  },
  TT_FILE_WRITE: {
    meaning: 'A file could not be written.',
    fix: 'Choose a folder that you may write, with room on its disk.',
  },
  TT_UNKNOWN_ALERT: {
    meaning: 'The definition has no alert of that name.',
    fix: 'The message lists the alerts that exist.',
  },
  TT_DRILL_REFUSED: {
    meaning: 'The drill cannot take place: the service or the station does not let it.',
    fix: 'The message says what refuses it; a service allows drills by TELLTALE_DRILLS=on.',
  },
  TT_SILENCE_INVALID: {
    meaning: 'The silence that is asked for makes no sense: nobody would be muted, or everybody.',
    fix: 'The message says what is wrong; correct it there.',
  },
  TT_SILENCE_LIMIT: {
    meaning: 'There are as many silences as there may be, or the silence is too large.',
    fix: 'Mute with fewer, wider silences.',
  },
  TT_SILENCE_UNKNOWN: {
    meaning: 'There is no silence with that id.',
    fix: 'List the silences; ended ones are forgotten after five days.',
  },
  TT_LOG_PAGE: {
    meaning: 'There is no log record of that id, so that nothing can come after it.',
    fix: 'Take the id of the last record of an answer of the same store, or begin anew.',
  },
  TT_STORE_UNREACHABLE: {
    meaning: 'The server that keeps logs and traces does not answer, or refuses what it is asked.',
    fix: 'The message has what it said; see to its address, its user, its tables and how it is.',
  },
  TT_NOT_SYNTHESISABLE: {
    meaning: 'No series could be found that make the expression fire.',
    fix: 'Give the series in a test of the definition instead.',
  },
  TT_STATION_UNREACHABLE: {
    meaning: 'No station answers at the address.',
    fix: 'Start one with `telltale up`, or name its address with --url.',
  },
  TT_ACCESS: {
    meaning: 'It is not said who may do what at the station, or not in a form that can be read.',
    fix: 'The message names the line, or what is missing; docs/guides/security.md has an example.',
  },
  TT_USAGE: {
    meaning: 'The command was called with an argument it does not take.',
    fix: 'See --help.',
  },
} as const satisfies Record<string, { readonly meaning: string; readonly fix: string }>;

/** A stable error code. */
export type ErrorCode = keyof typeof ERRORS;
