import { expect, test } from '@jest/globals';
import { readStage } from '../../../stack/read-stage.ts';
import { allOf, propertiesOf, resourceOf, STAGE_NAMES, type StageName, templateOf } from './stages.ts';

interface Throttle {
  readonly ThrottlingRateLimit: number;
}

const stageOf = (stage: StageName) =>
  propertiesOf(stage, 'HttpApiStage') as {
    readonly DefaultRouteSettings: Throttle;
    readonly RouteSettings: Readonly<Record<string, Throttle>>;
  };

export const describeGateway = () => {
  test.each(STAGE_NAMES)('of %s has exactly the routes of serverless.yml', (stage) => {
    const routes = allOf(stage, 'AWS::ApiGatewayV2::Route').map(({ RouteKey }) => String(RouteKey));
    const { routes: own, fileRoutes } = readStage('dev');
    const others = stage === 'with-files' ? fileRoutes : [];
    expect(routes.toSorted()).toEqual([...own, ...others].toSorted());
  });

  test.each([
    ['dev', 100, 200, 100],
    ['prod', 2500, 1000, 100],
    ['with-everything', '7', '9', '3'],
  ] as const)(
    'of %s allows %s requests a second for the page, %s at once, and %s for most other routes',
    (stage, rate, burst, other) => {
      const others = { ThrottlingRateLimit: other, ThrottlingBurstLimit: other };
      expect(stageOf(stage)).toMatchObject({
        DefaultRouteSettings: others,
        RouteSettings: {
          'GET /': { ThrottlingRateLimit: rate, ThrottlingBurstLimit: burst },
          'PUT /': { ThrottlingRateLimit: 15, ThrottlingBurstLimit: 30 },
          'ANY /graphql': others,
          'ANY /playground/{file}': others,
          'ANY /edit': others,
          'ANY /edit/{file}': others,
        },
      });
    },
  );

  test.each(STAGE_NAMES)('of %s limits only routes that already exist', (stage) => {
    const { Resources } = templateOf(stage);
    const earlier = resourceOf(stage, 'HttpApiStage').DependsOn as readonly string[];
    const keys = earlier.map((name) => Resources[name]?.Properties.RouteKey);
    expect(keys).toEqual(expect.arrayContaining(Object.keys(stageOf(stage).RouteSettings)));
  });

  test('of prod leaves the page its reads of the table even with every other route at its limit', () => {
    const { DefaultRouteSettings, RouteSettings } = stageOf('prod');
    const readOncePerRequest = [
      ...['GET /', 'PUT /', 'ANY /', 'ANY /graphql', 'ANY /health'],
      ...['ANY /embed', 'ANY /feed', 'ANY /spac-lla'],
    ];
    const rates = readOncePerRequest.map((route) => (RouteSettings[route] ?? DefaultRouteSettings).ThrottlingRateLimit);
    // The consistent reads of up to 4 KB that one partition serves in a second.
    expect(rates.reduce((sum, rate) => sum + rate)).toBeLessThanOrEqual(3_000);
  });

  test('logs each request as JSON, without identifying the visitor', () => {
    const { DestinationArn, Format } = Object(propertiesOf('prod', 'HttpApiStage').AccessLogSettings);
    expect(DestinationArn).toEqual({ 'Fn::GetAtt': ['HttpApiLogGroup', 'Arn'] });
    expect(JSON.parse(Format)).toEqual({
      time: '$context.requestTime',
      requestId: '$context.requestId',
      functionRequestId: '$context.integration.requestId',
      route: '$context.routeKey',
      status: '$context.status',
      milliseconds: '$context.responseLatency',
      functionMilliseconds: '$context.integrationLatency',
      bytes: '$context.responseLength',
      error: '$context.error.message',
      integrationError: '$context.integrationErrorMessage',
    });
  });
};
