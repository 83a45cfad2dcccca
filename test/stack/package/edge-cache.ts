import { expect, test } from '@jest/globals';
import { propertiesOf, resourceOf, type Template } from '../../support/stack/template.ts';
import { EVERY_PARAMETER, templateOf } from './stages.ts';

const configurationOf = (template: Template) => resourceOf(template, 'EdgeCache').Properties.DistributionConfig;

export const describeEdgeCache = () => {
  test.each(['dev', 'prod', 'pr-1'] as const)('is off in %s', (stage) => {
    const types = Object.values(templateOf(stage).Resources).map(({ Type }) => Type);
    expect(types.filter((type) => type.startsWith('AWS::CloudFront::'))).toEqual([]);
  });

  test('keeps the page for as long as its headers allow, a second at most, by Accept, time and token', () => {
    expect(configurationOf(templateOf('with-edge-cache'))).toMatchObject({
      CacheBehaviors: [{ PathPattern: '/', CachedMethods: ['GET', 'HEAD'], CachePolicyId: { Ref: 'PageCachePolicy' } }],
    });
    expect(resourceOf(templateOf('with-edge-cache'), 'PageCachePolicy').Properties).toMatchObject({
      CachePolicyConfig: {
        MinTTL: 0,
        DefaultTTL: 0,
        MaxTTL: 1,
        ParametersInCacheKeyAndForwardedToOrigin: {
          CookiesConfig: { CookieBehavior: 'none' },
          QueryStringsConfig: { QueryStringBehavior: 'whitelist', QueryStrings: ['at'] },
          HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Accept', 'Authorization'] },
        },
      },
    });
  });

  test('caches no failure', () => {
    expect(configurationOf(templateOf('with-edge-cache'))).toMatchObject({
      CustomErrorResponses: [404, 500, 502, 503, 504].map((ErrorCode) => ({ ErrorCode, ErrorCachingMinTTL: 0 })),
    });
  });

  test('passes everything else through, including the token', () => {
    const cachingDisabled = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';
    const allViewerExceptHostHeader = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';
    expect(configurationOf(templateOf('with-edge-cache'))).toMatchObject({
      CacheBehaviors: [
        { AllowedMethods: expect.arrayContaining(['PUT']), OriginRequestPolicyId: allViewerExceptHostHeader },
      ],
      DefaultCacheBehavior: {
        AllowedMethods: expect.arrayContaining(['GET', 'POST', 'OPTIONS']),
        CachePolicyId: cachingDisabled,
        OriginRequestPolicyId: allViewerExceptHostHeader,
      },
    });
  });

  test('uses only HTTPS to the gateway and to visitors, and redirects them', () => {
    expect(configurationOf(templateOf('with-edge-cache'))).toMatchObject({
      Origins: [{ CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] } }],
      CacheBehaviors: [{ ViewerProtocolPolicy: 'redirect-to-https' }],
      DefaultCacheBehavior: { ViewerProtocolPolicy: 'https-only' },
    });
  });

  test('takes over the stage’s domain, and the gateway keeps its own address', () => {
    const template = templateOf('with-everything');
    expect(configurationOf(template)).toMatchObject({
      Aliases: ['string.example.com'],
      ViewerCertificate: {
        AcmCertificateArn: EVERY_PARAMETER.certificateArn,
        MinimumProtocolVersion: 'TLSv1.2_2021',
      },
    });
    expect(propertiesOf(template, 'AWS::Route53::RecordSet')).toEqual([
      expect.objectContaining({ Name: 'string.example.com', Type: 'A' }),
      expect.objectContaining({ Name: 'string.example.com', Type: 'AAAA' }),
    ]);
    expect(propertiesOf(template, 'AWS::CertificateManager::Certificate')).toEqual([]);
    expect(propertiesOf(template, 'AWS::ApiGatewayV2::DomainName')).toEqual([]);
    expect(resourceOf(template, 'HttpApi').Properties.DisableExecuteApiEndpoint).toBe(false);
  });

  test('is the address of the page if the stage has no domain', () => {
    expect(templateOf('with-edge-cache').Outputs.Address?.Value).toEqual({
      'Fn::Sub': `https://\${EdgeCache.DomainName}`,
    });
  });
};
