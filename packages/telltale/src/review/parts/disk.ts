import { formatByteSize } from '@telltale/model';
import { adviseCapacity } from '../../advise/capacity-advice.ts';
import { askCapacity } from '../../advise/station-capacity.ts';
import type { ReviewFinding, Urgency } from '../finding.ts';
import type { ReviewCase } from '../review-case.ts';
import { NotKnown } from '../review-case.ts';

const SECONDS_PER_DAY = 86_400;
const URGENT_DAYS = 7;
const SOON_DAYS = 30;
/** Over less, a straight line says nothing. */
const LEAST_PERIOD_MS = 3_600_000;
const DISKS = 'node_filesystem_avail_bytes{fstype!~"tmpfs|ramfs|overlay|squashfs|iso9660"}';
const PROMETHEUS_BLOCKS = 'prometheus_tsdb_storage_blocks_bytes';

/** How the disk fills up, and when it is full. */
export async function reviewDisk(reviewed: ReviewCase): Promise<readonly ReviewFinding[]> {
  const findings = [
    ...(await ownFolder(reviewed)),
    ...(await prometheusBlocks(reviewed)),
    ...(await machines(reviewed)),
  ];
  if (findings.length === 0) throw new NotKnown('no figures of a disk are collected');
  return findings.flatMap((finding) => (finding === 'well' ? [] : [finding]));
}

type DiskFinding = ReviewFinding | 'well';

async function ownFolder({ isStation, server }: ReviewCase): Promise<readonly DiskFinding[]> {
  if (!isStation || server === undefined) return [];
  const { daysUntilFull, bytesPerDay } = adviseCapacity(await askCapacity(server));
  if (daysUntilFull === undefined || daysUntilFull > SOON_DAYS) return ['well'];
  return [
    {
      urgency: urgencyOf(daysUntilFull),
      area: 'disk',
      what: `the data folder is full in ${daysText(daysUntilFull)}, at ${formatByteSize(bytesPerDay)} a day`,
      next: 'Keep less, or give it more room: npx telltale advise capacity, npx telltale advise retention',
    },
  ];
}

async function prometheusBlocks({ client, nowMs, periodMs }: ReviewCase): Promise<readonly DiskFinding[]> {
  const range = rangeOf(periodMs);
  const slopes = await client.instant(`deriv(${PROMETHEUS_BLOCKS}[${range}]) * ${SECONDS_PER_DAY}`, nowMs);
  const sizes = await client.instant(PROMETHEUS_BLOCKS, nowMs);
  return sizes.map(({ labels, value }): DiskFinding => {
    const slope = slopes.find((one) => one.labels.instance === labels.instance)?.value ?? 0;
    if (slope < value * 0.05 || slope <= 0) return 'well';
    return {
      urgency: 'note',
      area: 'disk',
      what: `the blocks of Prometheus ${labels.instance ?? ''} hold ${formatByteSize(value)} and grow by ${formatByteSize(slope)} a day`,
      next: 'It stops at the retention; whether that fits: npx telltale advise retention',
    };
  });
}

async function machines({ client, nowMs, periodMs }: ReviewCase): Promise<readonly DiskFinding[]> {
  if (periodMs < LEAST_PERIOD_MS) return [];
  const free = await client.instant(DISKS, nowMs);
  if (free.length === 0) return [];
  const days = await client.instant(
    `${DISKS} / (-deriv(${DISKS}[${rangeOf(periodMs)}]) > 0) / ${SECONDS_PER_DAY} <= ${SOON_DAYS}`,
    nowMs,
  );
  return [
    'well',
    ...days.map(({ labels, value }): DiskFinding => ({
      urgency: urgencyOf(value),
      area: 'disk',
      what: `${labels.mountpoint ?? labels.device ?? 'a disk'} of ${labels.instance ?? ''} is full in ${daysText(value)} if it goes on like this`,
      next: 'Find what grows there, or make room.',
    })),
  ];
}

function urgencyOf(days: number): Urgency {
  return days <= URGENT_DAYS ? 'urgent' : 'soon';
}

function rangeOf(periodMs: number): string {
  return `${Math.round(Math.max(LEAST_PERIOD_MS, periodMs) / 1000)}s`;
}

function daysText(days: number): string {
  return days < 1.5 ? `${Math.max(1, Math.round(days * 24))} hours` : `${Math.round(days)} days`;
}
