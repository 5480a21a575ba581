import { NOTIFICATION_TEMPLATES } from '@telltale/formats';
import { executeTemplate } from '../interpreter/execute-template.ts';
import { compileProgram } from '../interpreter/template-program.ts';
import type { TemplateLibrary } from '../interpreter/template-program.ts';
import { HtmlContext } from './html-context.ts';
import type { NotificationData } from './notification-data.ts';
import { notificationFunctions } from './notification-functions.ts';

/** How values are escaped that a template prints: not at all, for their place in HTML, or by a function. */
export type NotificationEscape = 'none' | 'html' | ((text: string) => string);

/** A notification template, parsed once. */
export interface NotificationTemplate {
  /**
   * Renders it. Nothing longer than `maxLength` is made: the result is cut there.
   *
   * @param shown How many alerts `.Alerts` holds.
   * @throws TemplateError
   */
  render(data: NotificationData, shown: number, maxLength: number): string;
}

/** Ten thousand alerts in a text of a hundred steps each. */
const MAX_STEPS = 1_000_000;
const NAMES = { functions: notificationFunctions(0) };

let library: TemplateLibrary | undefined;

/** The templates that all others may call: those that `telltale gen` writes for Alertmanager. Parsed when one is needed. */
function commonTemplates(): TemplateLibrary {
  return (library ??= compileProgram(NOTIFICATION_TEMPLATES, NAMES).library);
}

/**
 * Parses a notification template, which may call the templates of `telltale gen`: `{{ template "telltale.title" . }}`.
 *
 * @throws TemplateError for what is no template, or calls a function that does not exist.
 */
export function compileNotificationTemplate(text: string, escape: NotificationEscape): NotificationTemplate {
  const program = compileProgram(text, NAMES, commonTemplates());
  return {
    render: (data, shown, maxLength) => {
      const html = new HtmlContext();
      return executeTemplate({
        program,
        dot: data.dot(shown),
        functions: notificationFunctions(data.nowMs),
        ...(escape !== 'none' && {
          escape: escape === 'html' ? (value: string, before: string) => html.escape(value, before) : escape,
        }),
        maxLength,
        maxSteps: MAX_STEPS,
      });
    },
  };
}
