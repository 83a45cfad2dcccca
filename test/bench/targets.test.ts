import { describe, expect, test } from '@jest/globals';
import type { CandidateName } from '../../bench/candidate.ts';
import type { Measurement } from '../../bench/report/metrics.ts';
import { verdictLine } from '../../bench/report/report.ts';
import { exitCode, judge, TARGETS, type Target } from '../../bench/report/targets.ts';
import type { Run } from '../../bench/run/run.ts';
import { createMeasurement } from './measurement.ts';

const createRun = (measurements: Partial<Record<CandidateName, Measurement>>, memory?: number): Run => ({
  memory,
  measurements: new Map(Object.entries(measurements) as [CandidateName, Measurement][]),
});

const coldCpu: Target = { candidate: 'page', metric: 'cold CPU', reference: 'bare', atMost: 0.72 };
const coldWall: Target = { ...coldCpu, metric: 'cold wall' };

const runWith = (page: number, memory?: number) =>
  createRun({ page: createMeasurement({ wall: [page] }), bare: createMeasurement({ wall: [100] }) }, memory);

test('a ratio equal to the limit meets a target, and a higher one misses it', () => {
  expect(judge(coldCpu, [runWith(72)])).toMatchObject({ ratio: 0.72, outcome: 'met' });
  expect(judge(coldCpu, [runWith(73)])).toMatchObject({ ratio: 0.73, outcome: 'missed' });
});

test('a target is compared with the run at its memory size', () => {
  const runs = [runWith(10), runWith(90, 512)];
  expect(judge(coldCpu, runs).outcome).toBe('met');
  expect(judge({ ...coldCpu, memory: 512 }, runs).outcome).toBe('missed');
  expect(judge({ ...coldCpu, memory: 1_024 }, runs).outcome).toBe('not measured');
});

test('a target without its candidates is not measured', () => {
  const run = createRun({ page: createMeasurement({ wall: [1] }) });
  expect(judge(coldCpu, [run])).toMatchObject({ ratio: undefined, outcome: 'not measured' });
  expect(judge(coldCpu, [])).toMatchObject({ outcome: 'not measured' });
});

describe('--check', () => {
  test('fails for a missed CPU target', () => {
    expect(exitCode([judge(coldCpu, [runWith(99)]), judge(coldCpu, [runWith(1)])])).toBe(1);
  });

  test.each(['RSS', 'warm CPU', 'zip'] as const)('fails for a missed %s target', (metric) => {
    const run = createRun({
      page: createMeasurement({ warmCpu: [9], resident: 9, zipBytes: 9 }),
      bare: createMeasurement({ warmCpu: [1], resident: 1, zipBytes: 1 }),
    });
    expect(exitCode([judge({ ...coldCpu, metric }, [run])])).toBe(1);
  });

  test('passes when only elapsed time is missed, because it depends on the machine’s load', () => {
    expect(exitCode([judge(coldWall, [runWith(99)])])).toBe(0);
  });

  test('passes for targets that are met or not measured', () => {
    expect(exitCode([judge(coldCpu, [runWith(1)]), judge(coldCpu, [])])).toBe(0);
  });
});

describe('the line for a target', () => {
  test('shows the measured and the allowed ratio', () => {
    expect(verdictLine(judge(coldCpu, [runWith(50)]))).toBe('✓ page: cold CPU 0.50 × bare (at most 0.72)');
  });

  test('marks a missed target of elapsed time as information only', () => {
    const line = verdictLine(judge({ ...coldWall, memory: 512 }, [runWith(80, 512)]));
    expect(line).toBe('✗ page at 512 MB: cold wall 0.80 × bare (at most 0.72, for information only)');
  });

  test('shows that a target was not measured', () => {
    expect(verdictLine(judge({ ...coldCpu, reference: 'flask' }, [runWith(1)]))).toBe(
      '– page: cold CPU × flask not measured (at most 0.72)',
    );
  });
});

test('every target has a line that names both candidates', () => {
  const lines = TARGETS.map((target) => verdictLine(judge(target, [])));
  expect(lines).toContain('– page: cold CPU × bare not measured (at most 0.72)');
  expect(lines).toContain('– graphql: cold CPU × apollo graphql not measured (at most 0.50)');
  expect(lines).toContain('– page at 512 MB: cold wall × bare not measured (at most 0.70, for information only)');
  expect(lines).toHaveLength(19);
});
