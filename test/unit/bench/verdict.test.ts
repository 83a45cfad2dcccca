import { describe, expect, test } from '@jest/globals';
import type { CandidateName } from '../../../bench/candidate.ts';
import type { Measurement } from '../../../bench/metrics.ts';
import type { Pass } from '../../../bench/pass.ts';
import { verdictLine } from '../../../bench/report.ts';
import type { Target } from '../../../bench/targets.ts';
import { exitCode, judge } from '../../../bench/verdict.ts';
import { createMeasurement } from '../../support/measurement.ts';

const createPass = (measurements: Partial<Record<CandidateName, Measurement>>, memory?: number): Pass => ({
  memory,
  measurements: new Map(Object.entries(measurements) as [CandidateName, Measurement][]),
});

const coldCpu: Target = { candidate: 'page', metric: 'cold CPU', reference: 'bare', atMost: 0.72 };
const coldWall: Target = { ...coldCpu, metric: 'cold wall' };

const passWith = (page: number, memory?: number) =>
  createPass({ page: createMeasurement({ wall: [page] }), bare: createMeasurement({ wall: [100] }) }, memory);

test('a ratio of exactly the bound meets the target, and one above it misses', () => {
  expect(judge(coldCpu, [passWith(72)])).toMatchObject({ ratio: 0.72, outcome: 'met' });
  expect(judge(coldCpu, [passWith(73)])).toMatchObject({ ratio: 0.73, outcome: 'missed' });
});

test('a target is judged by the pass with its memory', () => {
  const passes = [passWith(10), passWith(90, 512)];
  expect(judge(coldCpu, passes).outcome).toBe('met');
  expect(judge({ ...coldCpu, memory: 512 }, passes).outcome).toBe('missed');
  expect(judge({ ...coldCpu, memory: 1_024 }, passes).outcome).toBe('not measured');
});

test('a target whose candidates were not run was not measured', () => {
  const pass = createPass({ page: createMeasurement({ wall: [1] }) });
  expect(judge(coldCpu, [pass])).toMatchObject({ ratio: undefined, outcome: 'not measured' });
  expect(judge(coldCpu, [])).toMatchObject({ outcome: 'not measured' });
});

describe('--check', () => {
  test('fails for a missed target of CPU', () => {
    expect(exitCode([judge(coldCpu, [passWith(99)]), judge(coldCpu, [passWith(1)])])).toBe(1);
  });

  test.each(['RSS', 'warm CPU', 'zip'] as const)('fails for a missed target of %s', (metric) => {
    const pass = createPass({
      page: createMeasurement({ warmCpu: [9], resident: 9, zipBytes: 9 }),
      bare: createMeasurement({ warmCpu: [1], resident: 1, zipBytes: 1 }),
    });
    expect(exitCode([judge({ ...coldCpu, metric }, [pass])])).toBe(1);
  });

  test('passes when only time on the clock is missed, which depends on what else the machine does', () => {
    expect(exitCode([judge(coldWall, [passWith(99)])])).toBe(0);
  });

  test('passes for what was met or not measured', () => {
    expect(exitCode([judge(coldCpu, [passWith(1)]), judge(coldCpu, [])])).toBe(0);
  });
});

describe('the line for a target', () => {
  test('says what was measured and what was allowed', () => {
    expect(verdictLine(judge(coldCpu, [passWith(50)]))).toBe('✓ page: cold CPU 0.50 × bare (at most 0.72)');
  });

  test('says that time on the clock informs only', () => {
    const line = verdictLine(judge({ ...coldWall, memory: 512 }, [passWith(80, 512)]));
    expect(line).toBe('✗ page at 512 MB: cold wall 0.80 × bare (at most 0.72, informs only)');
  });

  test('says what was not measured', () => {
    expect(verdictLine(judge({ ...coldCpu, reference: 'flask' }, [passWith(1)]))).toBe(
      '– page: cold CPU × flask not measured (at most 0.72)',
    );
  });
});
