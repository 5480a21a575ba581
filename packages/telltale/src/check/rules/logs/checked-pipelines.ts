import type {
  LogstashBranch,
  LogstashPlugin,
  LogstashSection,
  LogstashStatement,
  LogstashValue,
  ParsedLogstashPipeline,
} from '@telltale/formats';
import { parseLogstashPipeline } from '@telltale/formats';
import type { CheckedText } from '../../workspace/workspace.ts';

/** A Logstash pipeline of the workspace. */
export interface CheckedPipeline extends ParsedLogstashPipeline {
  readonly text: CheckedText;
  /** Its plugins, those in branches too, in the order written. */
  readonly plugins: readonly PipelinePlugin[];
}

/** A plugin with the section it stands in. */
export interface PipelinePlugin {
  readonly section: LogstashSection['type'];
  readonly plugin: LogstashPlugin;
}

/** Only this much is needed to tell a pipeline from nginx' configuration or from Ruby. */
const PIPELINE = /^(?:[ \t\r\n]|#[^\n]*\n)*(?:input|filter|output)[ \t\r\n]*\{/;
const READ = new WeakMap<CheckedText, CheckedPipeline>();

/** The pipelines; templates that become pipelines only when they are filled in are left out. */
export function checkedPipelines(texts: readonly CheckedText[]): readonly CheckedPipeline[] {
  return texts
    .filter(
      ({ language, source: { text } }) =>
        language === 'logstash' && PIPELINE.test(text) && !/\{\{|<%/.test(text),
    )
    .map(pipelineOf);
}

/** A setting's value by the setting's name. */
export function settingOf({ settings }: LogstashPlugin, name: string): LogstashValue | undefined {
  return settings.find((setting) => setting.name === name)?.value;
}

/** The strings of a value: itself, or those of a list. */
export function stringsOf(value: LogstashValue | undefined): readonly string[] {
  if (value?.kind === 'array') return value.items.flatMap(stringsOf);
  return value?.kind === 'string' || value?.kind === 'word' ? [value.text] : [];
}

function pipelineOf(text: CheckedText): CheckedPipeline {
  let checked = READ.get(text);
  if (!checked) {
    const parsed = parseLogstashPipeline(text.source.text, text.source.file);
    const plugins = parsed.pipeline.sections.flatMap(({ type, body }) =>
      body.flatMap(pluginsOf).map((plugin) => ({ section: type, plugin })),
    );
    READ.set(text, (checked = { ...parsed, text, plugins }));
  }
  return checked;
}

function pluginsOf(statement: LogstashStatement): readonly LogstashPlugin[] {
  return statement.kind === 'plugin' ? [statement] : inBranch(statement);
}

function inBranch({ arms }: LogstashBranch): readonly LogstashPlugin[] {
  return arms.flatMap(({ body }) => body.flatMap(pluginsOf));
}
