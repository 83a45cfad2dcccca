import { expect, test } from '@jest/globals';
import { propertiesOf, resourceOf } from '../../support/stack/template.ts';
import { STAGE_NAMES, templateOf } from './stages.ts';

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly width: number;
  readonly properties: { readonly title: string; readonly alarms?: string[]; readonly metrics?: unknown[][] };
}

type Text = string | { readonly 'Fn::Sub': string | readonly [string, Readonly<Record<string, Text>>] };

const bodyOf = (stage: (typeof STAGE_NAMES)[number]): string => {
  const { DashboardBody } = resourceOf(templateOf(stage), 'Dashboard').Properties;
  // Each text may have parts that are texts, too.
  const read = (text: Text): string => {
    if (typeof text === 'string') return text;
    const [pattern = '', parts = {}] = [text['Fn::Sub']].flat() as [string, Record<string, Text>?];
    return Object.entries(parts).reduce((read_, [name, part]) => read_.replace(`\${${name}}`, read(part)), pattern);
  };
  return read(DashboardBody as Text);
};

const widgetsOf = (stage: (typeof STAGE_NAMES)[number]): Widget[] => JSON.parse(bodyOf(stage)).widgets;

const WITH_DASHBOARD = STAGE_NAMES.filter((stage) => stage !== 'with-everything');

export const describeDashboard = () => {
  test('is left out where a stage wants none', () => {
    expect(propertiesOf(templateOf('with-everything'), 'AWS::CloudWatch::Dashboard')).toEqual([]);
  });

  test.each(WITH_DASHBOARD)('of %s is valid JSON, and its widgets fit on the screen', (stage) => {
    expect(resourceOf(templateOf(stage), 'Dashboard').Properties.DashboardName).toEqual({
      'Fn::Sub': `saved-string-${stage}-\${AWS::Region}`,
    });
    for (const { x, width } of widgetsOf(stage)) expect(x + width).toBeLessThanOrEqual(24);
  });

  test('refers only to resources of the stack', () => {
    const { Resources } = templateOf('prod');
    const names = [...bodyOf('prod').matchAll(/\$\{(\w+)(?:\.Arn)?\}/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(0);
    for (const name of names) expect(Object.keys(Resources)).toContain(name);
  });

  test.each(WITH_DASHBOARD)('shows every alarm of %s, except that of the files', (stage) => {
    const shown = widgetsOf(stage).flatMap(({ properties }) => properties.alarms ?? []);
    const alarms = propertiesOf(templateOf(stage), 'AWS::CloudWatch::Alarm');
    expect(shown).toHaveLength(alarms.filter(({ Namespace }) => Namespace !== 'AWS/S3').length);
    expect(new Set(shown).size).toBe(shown.length);
  });

  test('shows the function’s metrics of this stage for each outcome', () => {
    const metrics = widgetsOf('prod').flatMap(({ properties }) => properties.metrics ?? []);
    const expressions = metrics.flatMap(([first]) => (typeof first === 'object' ? JSON.stringify(first) : []));
    const outcomes = ['ok', 'not_modified', 'client_error', 'unauthenticated', 'conflict', 'unavailable', 'defect'];
    expect(expressions).toEqual(
      outcomes.map((outcome) =>
        expect.stringContaining(JSON.stringify(`stage="prod" outcome="${outcome}"`).slice(1, -1)),
      ),
    );
    const own = ['Saves', 'Conflicts', 'RefusedTokens', 'FailedPushes', 'StoreLatency'];
    expect(metrics.map(([, name]) => name)).toEqual(expect.arrayContaining(own));
  });
};
