import { expect, test } from '@jest/globals';
import type { RouteHandler } from '../../../src/http/handler.ts';
import { createRoutes } from '../../../src/routes.ts';
import { propertiesOf, resourceOf } from '../../support/template.ts';
import { STAGE_NAMES, templateOf } from './stages.ts';

export const describeGateway = () => {
  test.each(STAGE_NAMES)('of %s has the routes that the function answers, and no other', (stage) => {
    const handler: RouteHandler = async () => ({ statusCode: 200 });
    const answered = createRoutes({
      page: handler,
      graphql: handler,
      playground: { page: handler, file: handler },
      health: handler,
    });
    const declared = propertiesOf(templateOf(stage), 'AWS::ApiGatewayV2::Route').map(({ RouteKey }) =>
      String(RouteKey),
    );
    expect(declared.toSorted()).toEqual(Object.keys(answered).toSorted());
  });

  test.each([
    ['dev', 100, 200],
    ['prod', 2500, 1000],
    ['with-everything', '7', '9'],
  ] as const)('of %s lets through %s requests a second, and %s at once', (stage, rate, burst) => {
    expect(resourceOf(templateOf(stage), 'HttpApiStage').Properties.DefaultRouteSettings).toEqual({
      ThrottlingRateLimit: rate,
      ThrottlingBurstLimit: burst,
    });
  });

  test('logs each request as JSON, and nothing that tells who made it', () => {
    const { AccessLogSettings } = resourceOf(templateOf('prod'), 'HttpApiStage').Properties;
    const { DestinationArn, Format } = AccessLogSettings as { DestinationArn: unknown; Format: string };
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
