import { TemplateError } from '@telltale/formats';
import { LabelSet } from '@telltale/model';
import { asString, checkCount } from '../interpreter/arguments.ts';
import { executeTemplate } from '../interpreter/execute-template.ts';
import type { TemplateFunction, TemplateFunctions } from '../interpreter/template-function.ts';
import { compileProgram } from '../interpreter/template-program.ts';
import type { TemplateProgram } from '../interpreter/template-program.ts';
import { goStruct } from '../interpreter/template-value.ts';
import type { TemplateValue } from '../interpreter/template-value.ts';
import type { QueryAnswers } from './query-answers.ts';
import { RULE_FUNCTIONS } from './rule-functions.ts';

/** What templates know of the server they run on. */
export interface TemplateEnvironment {
  /** Default none. */
  readonly externalLabels?: LabelSet;
  /** Default the empty string. */
  readonly externalUrl?: string;
}

/** What all templates of one evaluation are rendered with. */
export interface TemplateMoment extends TemplateEnvironment {
  readonly timeMs: number;
  /** Answers what templates ask; without it `query` is an error. */
  readonly answers?: QueryAnswers;
}

/** The series that an alert comes from. */
export interface TemplateSeries {
  readonly labels: LabelSet;
  readonly value: number;
}

/** Renders the templates of one evaluation. */
export type RuleTemplateRenderer = (template: RuleTemplate, series: TemplateSeries) => string;

/** A label or annotation of a rule, parsed once. */
export interface RuleTemplate {
  /** The text where nothing has to be rendered, errors included. */
  readonly fixed?: string;
  readonly program?: TemplateProgram;
  /** Whether it may ask queries: then it has to be rendered through {@link QueryAnswers.complete}. */
  readonly asksQueries: boolean;
}

const VARIABLES = ['labels', 'externalLabels', 'externalURL', 'value'];
const MOMENT_FUNCTIONS = ['query', 'now', 'pathPrefix', 'externalURL'];
const NAMES = {
  functions: new Map<string, unknown>([
    ...RULE_FUNCTIONS,
    ...MOMENT_FUNCTIONS.map((name) => [name, true] as const),
  ]),
  variables: new Set(VARIABLES),
};
const MAX_LENGTH = 16_384;

/**
 * Parses a template for repeated use. Nothing is ever thrown: as in Prometheus, an error becomes the
 * text `<error expanding template: …>`.
 */
export function compileRuleTemplate(text: string): RuleTemplate {
  if (!text.includes('{{')) return { fixed: limited(text), asksQueries: false };
  try {
    const program = compileProgram(text, NAMES);
    return { program, asksQueries: /\bquery\b/.test(text) };
  } catch (error) {
    return { fixed: errorText(error), asksQueries: false };
  }
}

/** Renders templates of labels and annotations at one moment; errors become part of the text. */
export function ruleTemplateRenderer(moment: TemplateMoment): RuleTemplateRenderer {
  const functions = functionsOf(moment);
  const { externalLabels = LabelSet.empty, externalUrl = '' } = moment;
  return ({ fixed, program }, { labels, value }) => {
    if (program === undefined) return fixed ?? '';
    const values: readonly TemplateValue[] = [labels, externalLabels, externalUrl, value];
    const [Labels, ExternalLabels, ExternalURL, Value] = values;
    const dot = goStruct('struct', Object.entries({ Labels, ExternalLabels, ExternalURL, Value }));
    const variables = VARIABLES.map((name, i) => [name, values[i]] as const);
    try {
      return executeTemplate({ program, dot, variables, functions, maxLength: MAX_LENGTH });
    } catch (error) {
      return errorText(error);
    }
  };
}

function functionsOf({ timeMs, answers, externalUrl = '' }: TemplateMoment): TemplateFunctions {
  const query: TemplateFunction = (args) => {
    checkCount(args, 1);
    if (!answers) throw new TemplateError('error calling query: there is nothing to ask here');
    return answers.of(asString(args[0]));
  };
  return new Map<string, TemplateFunction>([
    ...RULE_FUNCTIONS,
    ['query', query],
    ['now', () => timeMs / 1000],
    ['externalURL', () => externalUrl],
    ['pathPrefix', () => pathOf(externalUrl)],
  ]);
}

function pathOf(url: string): string {
  if (!URL.canParse(url)) return '';
  const { pathname } = new URL(url);
  // Go's URL has no path where none is written.
  return pathname === '/' && !url.endsWith('/') ? '' : pathname;
}

function limited(text: string): string {
  return text.length <= MAX_LENGTH ? text : `${text.slice(0, MAX_LENGTH - 1)}…`;
}

function errorText(error: unknown): string {
  if (!(error instanceof TemplateError)) throw error;
  return `<error expanding template: ${error.message}>`;
}
