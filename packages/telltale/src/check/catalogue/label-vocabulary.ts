/** Labels of widely used exporters and libraries, beside those that targets have. */
const WELL_KNOWN: ReadonlySet<string> = new Set(
  `__name__ action alertname alertstate area bucket channel class client code command condition consumergroup
  controller cpu created_by_kind created_by_name cronjob customresource_kind daemonset database datname db
  device disk domain endpoint error exported_container exported_instance exported_job exported_namespace
  exported_node exported_pod fstype group grpc_code grpc_method grpc_service grpc_type handler hostname
  horizontalpodautoscaler id ifName index integration interface job_name keyspace kind le level method metrics_path
  mode model mountpoint name network nodename operation operator owner_kind owner_name partition path persistentvolumeclaim
  phase pool priority process project protocol provider proxy query quantile queue rcode reason release remote_name replicaset
  request resource resourcequota result role route rule_group scope scrape_job server shard source state
  statefulset status status_code storage subresource table target task topic type uid unit url user username
  verb vhost volume volumename workload workload_type`.split(/\s+/),
);

/** Whether two words differ by one letter, or by two that changed places. */
export function isMisspelled(word: string, meant: string): boolean {
  return word !== meant && isOneSlipAway(word, meant);
}

/** Whether a label is one that exporters and libraries are known to have. */
export function isWellKnownLabel(label: string): boolean {
  return WELL_KNOWN.has(label);
}

/**
 * The well-known label, or one of `others`, that a label is a misspelling of: one letter too many, too few,
 * other, or two exchanged. Short labels, plurals and
 * `mountpoint` beside `mount_point` are too near to each other to tell.
 */
export function misspelledLabel(label: string, others: Iterable<string>): string | undefined {
  if (label.length < 4) return undefined;
  for (const known of [...WELL_KNOWN, ...others]) {
    if (Math.abs(known.length - label.length) > 1) continue;
    const isPlural = `${known}s` === label || `${label}s` === known;
    if (
      Math.max(known.length, label.length) >= 5 &&
      known.length >= 4 &&
      known !== label &&
      !isPlural &&
      // Exporters do not agree on where words end.
      known.replaceAll('_', '') !== label.replaceAll('_', '') &&
      isOneSlipAway(label, known)
    )
      return known;
  }
  return undefined;
}

function isOneSlipAway(a: string, b: string): boolean {
  if (Math.abs(a.length - b.length) > 1) return false;
  let start = 0;
  while (start < a.length && a[start] === b[start]) start++;
  let end = 0;
  while (end < Math.min(a.length, b.length) - start && a.at(-1 - end) === b.at(-1 - end)) end++;
  const [restA, restB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  // Digits at the end are names of their own: eth0 and eth1.
  if (/^\d?$/.test(restA) && /^\d?$/.test(restB)) return false;
  if (restA.length <= 1 && restB.length <= 1) return true;
  return restA.length === 2 && restB.length === 2 && restA === restB.slice(1) + restB.slice(0, 1);
}
