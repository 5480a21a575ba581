import type { SourceRange } from '@telltale/model';

/** A pipeline of Logstash: what a `*.conf` file says, in the order in which it says it. */
export interface LogstashPipeline {
  readonly sections: readonly LogstashSection[];
}

/** `input { … }`, `filter { … }` or `output { … }`; each may occur several times. */
export interface LogstashSection {
  readonly type: 'input' | 'filter' | 'output';
  readonly body: readonly LogstashStatement[];
}

/** What stands in a section or a branch. */
export type LogstashStatement = LogstashPlugin | LogstashBranch;

/** `json { source => "message" }`. */
export interface LogstashPlugin {
  readonly kind: 'plugin';
  readonly name: string;
  readonly settings: readonly LogstashSetting[];
  /** Of the name; absent where the pipeline was not read from a text. */
  readonly range?: SourceRange;
}

/** `source => "message"`. */
export interface LogstashSetting {
  readonly name: string;
  readonly value: LogstashValue;
  /** Of the name. */
  readonly range?: SourceRange;
}

/** A setting's value. Backslashes in strings stand as they are written: Logstash takes them so. */
export type LogstashValue =
  | { readonly kind: 'string'; readonly text: string; readonly range?: SourceRange }
  | { readonly kind: 'word'; readonly text: string; readonly range?: SourceRange }
  | { readonly kind: 'number'; readonly value: number; readonly range?: SourceRange }
  | { readonly kind: 'array'; readonly items: readonly LogstashValue[]; readonly range?: SourceRange }
  | { readonly kind: 'hash'; readonly entries: readonly LogstashHashEntry[]; readonly range?: SourceRange }
  | LogstashPlugin;

/** `"message" => "%{GREEDYDATA:text}"`. */
export interface LogstashHashEntry {
  readonly key: string;
  readonly value: LogstashValue;
  /** Of the key. */
  readonly range?: SourceRange;
}

/** `if … { … } else if … { … } else { … }`: only the last arm may have no condition. */
export interface LogstashBranch {
  readonly kind: 'branch';
  readonly arms: readonly LogstashArm[];
}

/** One arm of a branch. */
export interface LogstashArm {
  /** Absent for `else`. */
  readonly condition?: LogstashCondition;
  readonly body: readonly LogstashStatement[];
}

/** When an arm is taken. */
export type LogstashCondition =
  | {
      readonly kind: 'logical';
      readonly operator: LogstashLogicalOperator;
      readonly left: LogstashCondition;
      readonly right: LogstashCondition;
    }
  | { readonly kind: 'not'; readonly operand: LogstashCondition }
  | {
      readonly kind: 'compare';
      readonly operator: LogstashComparison;
      readonly left: LogstashOperand;
      readonly right: LogstashOperand;
    }
  | { readonly kind: 'truth'; readonly operand: LogstashOperand };

/** `and` binds more tightly than the others. */
export type LogstashLogicalOperator = 'and' | 'or' | 'xor' | 'nand';

/** How two operands are compared; `=~` and `!~` match a regular expression. */
export type LogstashComparison = '==' | '!=' | '<' | '>' | '<=' | '>=' | '=~' | '!~' | 'in' | 'not in';

/** One side of a comparison. */
export type LogstashOperand =
  | { readonly kind: 'string'; readonly text: string; readonly range?: SourceRange }
  | { readonly kind: 'number'; readonly value: number; readonly range?: SourceRange }
  /** `[fields][service]`: the names of the path. */
  | { readonly kind: 'field'; readonly path: readonly string[]; readonly range?: SourceRange }
  | { readonly kind: 'regexp'; readonly pattern: string; readonly range?: SourceRange }
  | { readonly kind: 'array'; readonly items: readonly LogstashOperand[]; readonly range?: SourceRange };
