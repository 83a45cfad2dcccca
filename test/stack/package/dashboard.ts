import { expect, test } from '@jest/globals';
import { allOf, propertiesOf, STAGE_NAMES, type StageName, templateOf } from './stages.ts';

interface Widget {
  readonly type: string;
  readonly x: number;
  readonly width: number;
  readonly properties: { readonly title: string; readonly alarms?: string[]; readonly metrics?: unknown[][] };
}

type Text = string | { readonly 'Fn::Sub': string | readonly [string, Readonly<Record<string, Text>>] };

const bodyOf = (stage: StageName): string => {
  // Each text may have parts that are texts, too.
  const read = (text: Text): string => {
    if (typeof text === 'string') return text;
    const [pattern = '', parts = {}] = [text['Fn::Sub']].flat() as [string, Record<string, Text>?];
    return Object.entries(parts).reduce((read_, [name, part]) => read_.replace(`\${${name}}`, read(part)), pattern);
  };
  return read(propertiesOf(stage, 'Dashboard').DashboardBody as Text);
};

const widgetsOf = (stage: StageName): Widget[] => JSON.parse(bodyOf(stage)).widgets;

const WITH_DASHBOARD = STAGE_NAMES.filter((stage) => stage !== 'with-everything');

export const describeDashboard = () => {
  test.each(WITH_DASHBOARD)(
    'of %s is valid JSON, fits on the screen, and shows every alarm but the files’',
    (stage) => {
      const DashboardName = { 'Fn::Sub': `saved-string-${stage}-\${AWS::Region}` };
      expect(propertiesOf(stage, 'Dashboard')).toMatchObject({ DashboardName });
      const widgets = widgetsOf(stage);
      for (const { x, width } of widgets) expect(x + width).toBeLessThanOrEqual(24);

      const shown = widgets.flatMap(({ properties }) => properties.alarms ?? []);
      const alarms = allOf(stage, 'AWS::CloudWatch::Alarm').filter(({ Namespace }) => Namespace !== 'AWS/S3');
      expect(shown).toHaveLength(alarms.length);
      expect(new Set(shown).size).toBe(shown.length);
    },
  );

  test('refers only to resources of the stack', () => {
    const names = [...bodyOf('prod').matchAll(/\$\{(\w+)(?:\.Arn)?\}/g)].map(([, name]) => name);
    expect(names.length).toBeGreaterThan(0);
    expect(Object.keys(templateOf('prod').Resources)).toEqual(expect.arrayContaining(names));
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
