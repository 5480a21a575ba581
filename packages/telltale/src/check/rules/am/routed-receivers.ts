import type { Route } from '@telltale/model';

/** Names of the receivers that a routing tree uses, in the order of the tree. */
export function routedReceivers(route: Route): readonly string[] {
  return [...new Set([route.receiver, ...route.routes.flatMap(routedReceivers)])];
}
