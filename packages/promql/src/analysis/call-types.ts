import type { FunctionCall } from '@telltale/model';
import { quoteText } from '@telltale/model';
import type { Fault } from './fault.ts';
import type { ExprType, FunctionSignature } from './function-table.ts';
import { FUNCTIONS } from './function-table.ts';
import { typeHint } from './type-hint.ts';
import { typeName } from './type-names.ts';

/** Checks number and types of the arguments of a call and returns the type of its result. */
export function checkCall(node: FunctionCall, args: readonly ExprType[], fault: Fault): ExprType {
  const signature = FUNCTIONS.get(node.func);
  if (!signature) return fault(node, `unknown function with name ${quoteText(node.func)}`, 'TT_QUERY_SYNTAX');
  checkCount(node, signature, fault);
  for (const [i, type] of args.entries()) {
    const wanted = signature.args[Math.min(i, signature.args.length - 1)];
    if (type === wanted) continue;
    const hint = typeHint(wanted, type, node.args[i]);
    const reason = `expected type ${typeName(wanted)} in call to function ${quoteText(node.func)}, got ${typeName(type)}${hint}`;
    fault(node.args[i], reason);
  }
  return signature.returns;
}

/** How a function is called, by the types of its arguments; what may be left out is in brackets. */
function usageOf({ name, args, variadic }: FunctionSignature): string {
  const types = args.map(typeName);
  if (variadic === 0) return `${name}(${types.join(', ')})`;
  const needed = types.slice(0, -1);
  const optional = `${needed.length === 0 ? '' : ', '}${types.at(-1)}${variadic === 1 ? '' : ', …'}`;
  return `${name}(${needed.join(', ')}[${optional}])`;
}

function checkCount(node: FunctionCall, signature: FunctionSignature, fault: Fault): void {
  const { length } = signature.args;
  const got = node.args.length;
  const call = `argument(s) in call to ${quoteText(node.func)}, got ${got}; write ${usageOf(signature)}`;
  if (signature.variadic === 0) {
    if (got !== length) fault(node, `expected ${length} ${call}`);
    return;
  }
  const least = length - 1;
  const most = signature.variadic < 0 ? Infinity : least + signature.variadic;
  if (got < least) fault(node, `expected at least ${least} ${call}`);
  if (got > most) fault(node, `expected at most ${most} ${call}`);
}
