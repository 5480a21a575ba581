import { TelltaleError } from '@telltale/model';

/** What an annotation can speak of; each prints as the Go template variable of its name. */
export interface AnnotationContext<Labels extends string> {
  /** Labels of the series that fires. */
  readonly labels: { readonly [Name in Labels]: string };
  /** The value, in words of its unit: 3.2 % or 250ms. */
  readonly value: string;
}

/** An annotation: text, or a function of labels and value that returns the text. */
export type Annotation<Labels extends string> = string | ((context: AnnotationContext<Labels>) => string);

const PLAIN_NAME = /^[a-zA-Z_][a-zA-Z0-9_]*$/;

const VALUE_FORMAT: ReadonlyMap<string, string> = new Map([
  ['ratio', '{{ $value | humanizePercentage }}'],
  ['seconds', '{{ $value | humanizeDuration }}'],
  ['bytes', '{{ $value | humanize1024 }}B'],
]);

/**
 * Runs an annotation once, with Go template variables for labels and value. Throws
 * `TT_DEFINITION_INVALID` where it is neither text nor a function, as in a definition that was never
 * compiled.
 */
export function templateOf<Labels extends string>(
  name: string,
  annotation: Annotation<Labels>,
  unit: string,
): string {
  if (typeof annotation === 'string') return annotation;
  if (typeof annotation !== 'function') {
    const choice = 'text, or a function of labels and value that returns it';
    throw new TelltaleError('TT_DEFINITION_INVALID', `write the ${name}: ${choice}`);
  }
  const value = VALUE_FORMAT.get(unit) ?? '{{ $value | humanize }}';
  return annotation({ labels: labelTokens<Labels>(), value });
}

function labelTokens<Labels extends string>(): AnnotationContext<Labels>['labels'] {
  const tokens = new Proxy(Object.create(null), {
    get: (_, name) => {
      const label = String(name);
      return PLAIN_NAME.test(label)
        ? `{{ $labels.${label} }}`
        : `{{ index $labels ${JSON.stringify(label)} }}`;
    },
  });
  return tokens;
}
