import { isYaml } from '@telltale/formats';

/** What a text is to the check. */
export type TextKind =
  | 'rules'
  | 'prometheus-config'
  | 'program'
  | 'python'
  | 'other-language'
  | 'logstash'
  | 'shell'
  | 'env'
  | 'dashboard'
  | 'metrics-page'
  | 'guide'
  | 'none';

const PROGRAM = /\.(?:[cm]?[jt]s|[jt]sx)$/;
/** What services of other languages depend on: some export metrics that no source names. */
const OTHER_MANIFEST =
  /^(?:go\.mod|pom\.xml|build\.gradle(?:\.kts)?|requirements[\w.-]*\.txt|pyproject\.toml|Cargo\.toml|Gemfile|mix\.exs)$/;
const OTHER_LANGUAGE = /\.(?:go|java|kt|scala|rb|rs|cs|php|ex|exs|cpp|cc|c|h|swift|clj)$/;

/** The kind of a file by its name alone; YAML needs its text. */
export function kindOfName(name: string): TextKind | 'yaml' {
  if (/\.ya?ml$/.test(name)) return 'yaml';
  if (/\.(?:d\.[cm]?ts|min\.js)$/.test(name)) return 'none';
  if (PROGRAM.test(name)) return 'program';
  if (name.endsWith('.py')) return 'python';
  if (OTHER_LANGUAGE.test(name) || OTHER_MANIFEST.test(name)) return 'other-language';
  if (name.endsWith('.json') && !/^(?:package(?:-lock)?|tsconfig.*)\.json$/.test(name)) return 'dashboard';
  if (name.endsWith('.prom')) return 'metrics-page';
  if (/\.(?:ba|z)?sh$/.test(name)) return 'shell';
  if (name.endsWith('.conf')) return 'logstash';
  if (/^\.env(?:\.[\w.-]+)?$|\.env$/.test(name)) return 'env';
  return /\.(?:md|markdown|txt)$/.test(name) ? 'guide' : 'none';
}

/** Whether a YAML file's path says that it holds rules: all there is to go by where it cannot be read. */
export function hasNameOfRules(path: string): boolean {
  return /rule|alert|record|prom/i.test(path);
}

/*
 * These run over megabytes that anybody may have written: no pattern may look across lines or in two
 * ways at the same blanks, or its time would grow with the square of the text.
 */
const PROMETHEUS_RULE = /^[ \t]*kind:[ \t]*["']?PrometheusRule\b/m;
const RULE_NAME = /^[ \t]*(?:-[ \t]*)?(?:&[\w-]{1,99}[ \t]*)?(?:\{[ \t]*)?["']?(?:alert|record)["']?[ \t]*:/m;
const RULE_EXPRESSION = /(?:^[ \t]*(?:-[ \t]*)?|[{,][ \t]?)["']?expr["']?[ \t]*:/m;
/** Rules without any expression are faulty ones. */
const RULE_LIST = /^[ \t]*(?:-[ \t]*)?rules[ \t]*:[ \t\r]*$/m;
/** The key of a rule file, and slips of the pen for it. */
const GROUPS = /^(?:[gG]roups?|grou|gropus|grups|gruops)[ \t]*:/m;
const HELM_OR_JINJA =
  /\{\{-?[ \t\r\n]{0,100}(?:[^{}]{0,200}[ \t\r\n(])?(?:\.Values|\.Release|\.Chart|include)\b|\{%/;

/** What stands in annotations of alerts: broken YAML with nothing else in braces is broken, no template. */
const ALERT_TEMPLATE =
  /\{\{[^{}\n]{0,200}(?:\$labels|\$value|\$externalLabels|\.Labels|\.Value\b|humanize|printf)[^{}\n]{0,200}\}\}/g;

/** Whether a text is in the exposition format, told by its first line. */
export function isMetricsPage(text: string): boolean {
  return /^\s{0,100}# (?:HELP|TYPE) [A-Za-z_:]/.test(text);
}

/** Whether a `.conf` file is a pipeline of Logstash: nginx and others have files of that name too. */
export function isLogstashPipeline(text: string): boolean {
  return /^[ \t]*(?:input|filter|output)[ \t]*\{/m.test(text);
}

/** What a YAML text is, told by its top-level keys without parsing it. */
export function kindOfYaml(text: string): 'rules' | 'prometheus-config' | 'none' {
  if (PROMETHEUS_RULE.test(text)) return 'rules';
  const hasRules = RULE_NAME.test(text) && (RULE_EXPRESSION.test(text) || RULE_LIST.test(text));
  // Grafana's alert provisioning has groups of its own kind, with a version at the top.
  if (GROUPS.test(text) && hasRules && !/^apiVersion:[ \t]*1[ \t]*$/m.test(text)) return 'rules';
  // Promtail has scrape_configs too, next to clients and positions.
  const isPromtail = /^(?:clients|positions|server):/m.test(text);
  // Unit tests of rules have rule_files too.
  const isRuleTest = /^tests:/m.test(text);
  const isConfig =
    /^scrape_configs:/m.test(text) || (/^global:/m.test(text) && /^(?:rule_files|alerting):/m.test(text));
  return isConfig && !isPromtail && !isRuleTest ? 'prometheus-config' : 'none';
}

/**
 * Templates of Helm and Jinja become YAML only after they are filled in. Alerts have templates of
 * their own, so that `{{ if` says something only where the text is no YAML.
 */
export function isYamlTemplate(text: string): boolean {
  if (HELM_OR_JINJA.test(text)) return true;
  return /\{\{|\$\{/.test(text.replaceAll(ALERT_TEMPLATE, '')) && !isYaml(text);
}
