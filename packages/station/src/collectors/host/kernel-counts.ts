import type { MetricFamily } from '@telltale/model';
import { single } from '../plain-family.ts';

/** Statistics of protocols that node_exporter shows unless told otherwise. */
const NETSTAT =
  /^(?:Icmp6?_(?:InMsgs|OutMsgs|InErrors)|Ip_Forwarding|Ip6?Ext_(?:InOctets|OutOctets)|Ip6_(?:InOctets|OutOctets)|TcpExt_(?:Listen.*|Syncookies.*|TCPSynRetrans|TCPTimeouts)|Tcp_(?:ActiveOpens|InSegs|OutSegs|OutRsts|PassiveOpens|RetransSegs|CurrEstab|InErrs)|Udp6?_(?:InDatagrams|OutDatagrams|NoPorts|RcvbufErrors|SndbufErrors|InErrors)|UdpLite6?_InErrors)$/;
const VMSTAT = /^(?:oom_kill|pgpg(?:in|out)|pswp(?:in|out)|pg.*fault)$/;
/** Memory of sockets is counted in pages. */
const PAGE_BYTES = 4096;

/** `/proc/net/netstat` and `/proc/net/snmp`: a line of names, then a line of values. */
export function parseNetstat(text: string): MetricFamily[] {
  const lines = text.split('\n').map((line) => line.split(' '));
  return lines.flatMap(([protocol, ...names], i) => {
    const values = lines[i + 1];
    if (i % 2 === 1 || values === undefined || !protocol.endsWith(':')) return [];
    return netstatFamilies(
      names.map((name, k) => [`${protocol.slice(0, -1)}_${name}`, Number(values[k + 1])]),
    );
  });
}

/** `/proc/net/snmp6`: a name and its value in each line. */
export function parseNetstat6(text: string): MetricFamily[] {
  const pairs = text.split('\n').map((line) => /^(Ip6|Icmp6|Udp6|UdpLite6)(\w+)\s+(\d+)$/.exec(line));
  return netstatFamilies(
    pairs.flatMap((match) => (match ? [[`${match[1]}_${match[2]}`, Number(match[3])] as const] : [])),
  );
}

function netstatFamilies(values: readonly (readonly [name: string, value: number])[]): MetricFamily[] {
  return values
    .filter(([name]) => NETSTAT.test(name))
    .map(([name, value]) =>
      single('unknown', `node_netstat_${name}`, `Statistic ${name.replace('_', '')}.`, value),
    );
}

/** `/proc/vmstat`: what the kernel does to find memory. */
export function parseVirtualMemory(text: string): MetricFamily[] {
  return text.split('\n').flatMap((line) => {
    const [field, value] = line.split(' ');
    if (!VMSTAT.test(field)) return [];
    const help = `/proc/vmstat information field ${field}.`;
    return [single('unknown', `node_vmstat_${field}`, help, Number(value))];
  });
}

/** `/proc/net/sockstat` and `sockstat6`: sockets by protocol. */
export function parseSocketStatistics(text: string): MetricFamily[] {
  return text.split('\n').flatMap((line) => {
    const [head, ...fields] = line.split(' ');
    if (!head.endsWith(':')) return [];
    const protocol = head.slice(0, -1);
    return fields.flatMap((field, i) => {
      if (i % 2 === 1) return [];
      const name = `node_sockstat_${protocol}_${field}`;
      const value = Number(fields[i + 1]);
      const help = `Number of ${protocol} sockets in state ${field}.`;
      const counted = single('gauge', name, help, value);
      return field === 'mem'
        ? [counted, single('gauge', `${name}_bytes`, help, value * PAGE_BYTES)]
        : [counted];
    });
  });
}

/** `/proc/sys/fs/file-nr`: open files of all programs. */
export function parseFileDescriptors(text: string): MetricFamily[] {
  const [allocated, , maximum] = text.trim().split(/\s+/).map(Number);
  return [
    single('gauge', 'node_filefd_allocated', 'File descriptor statistics: allocated.', allocated),
    single('gauge', 'node_filefd_maximum', 'File descriptor statistics: maximum.', maximum),
  ];
}

/** A file that holds one number. */
export function parseGauge(name: string, help: string): (text: string) => MetricFamily[] {
  return (text) => [single('gauge', name, help, Number(text))];
}
