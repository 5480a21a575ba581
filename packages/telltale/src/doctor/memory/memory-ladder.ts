import type { Ladder } from '../ladder.ts';
import type { Patient } from '../patient.ts';
import { serverStep } from '../server-step.ts';
import { tryGrowth, tryLimits, tryProcesses } from './try-processes.ts';
import { tellSettings, tryEnvelope, tryOwnMemory, trySeriesGrowth, tryTopSeries } from './try-series.ts';

/** “It takes too much memory”: processes, their growth and limits; then the server's own series. */
export function memoryLadder(patient: Patient): Ladder {
  const { prometheus } = patient;
  const needs = ['server'];
  return {
    topic: 'memory',
    steps: [
      serverStep(patient),
      { id: 'processes', title: 'Processes tell their memory', needs, try: () => tryProcesses(prometheus) },
      { id: 'growth', title: 'None grows and grows', needs, try: () => tryGrowth(prometheus) },
      { id: 'limits', title: 'None is near its limit', needs, try: () => tryLimits(prometheus) },
      { id: 'station', title: 'The station tells its own memory', needs, try: () => tryOwnMemory(patient) },
      { id: 'series', title: 'No metric has most of the series', needs, try: () => tryTopSeries(patient) },
      {
        id: 'series-growth',
        title: 'The series do not become ever more',
        needs,
        try: () => trySeriesGrowth(patient),
      },
      {
        id: 'envelope',
        title: 'The station is within its measured limits',
        needs,
        try: () => tryEnvelope(patient),
      },
      { id: 'settings', title: 'Interval and retention are known', needs, try: () => tellSettings(patient) },
    ],
  };
}
