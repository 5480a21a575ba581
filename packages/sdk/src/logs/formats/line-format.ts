import type { LogFormat } from '@telltale/definition';
import type { LogRecord } from '@telltale/model';
import { EcsLines } from './ecs-document.ts';
import { SimpleLines } from './simple-lines.ts';
import { TextLines } from './text-lines.ts';

/** Writes records as lines, each with its end. */
export interface LineFormat {
  lineOf(record: LogRecord): string;
}

/** A format that is made of records; lines of JSON are made of what was logged itself. */
export function lineFormat(format: Exclude<LogFormat, 'json'>, isColoured: boolean): LineFormat {
  switch (format) {
    case 'text':
      return new TextLines(isColoured);
    case 'simple':
      return new SimpleLines();
    case 'ecs':
      return new EcsLines();
  }
}
