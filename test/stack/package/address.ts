import { expect, test } from '@jest/globals';
import { allOf, EVERY_PARAMETER, propertiesOf, type StageName, templateOf } from './stages.ts';

const ALL_VIEWER_EXCEPT_HOST_HEADER = 'b689b0a8-53d0-40ab-baf2-68738e2966ac';
const CACHING_DISABLED = '4135ea2d-6df8-44a3-9df3-4b5a84be39ad';

const cacheOf = (stage: StageName) => propertiesOf(stage, 'EdgeCache').DistributionConfig;

export const describeAddress = () => {
  const gateway = { 'Fn::Sub': `https://\${HttpApi}.execute-api.\${AWS::Region}.\${AWS::URLSuffix}` };

  test.each<[StageName, unknown, boolean]>([
    ['dev', gateway, true],
    ['prod', gateway, true],
    ['pr-1', gateway, true],
    ['with-domain', 'https://string.example.com', false],
    ['with-edge-cache', { 'Fn::Sub': `https://\${EdgeCache.DomainName}` }, true],
    ['with-everything', 'https://string.example.com', true],
  ])('of %s is %j, and that from AWS answers: %s', (stage, address, answers) => {
    expect(templateOf(stage).Outputs.Address?.Value).toEqual(address);
    expect(propertiesOf(stage, 'HttpApi').DisableExecuteApiEndpoint).toBe(!answers);
  });

  test('has a certificate that is issued and validated in the hosted zone', () => {
    expect(propertiesOf('with-domain', 'Certificate')).toEqual({
      DomainName: 'string.example.com',
      ValidationMethod: 'DNS',
      DomainValidationOptions: [{ DomainName: 'string.example.com', HostedZoneId: 'Z0000000000000000000' }],
    });
  });

  test('leads to the gateway with TLS 1.2 or newer', () => {
    expect(propertiesOf('with-domain', 'DomainName')).toEqual({
      DomainName: 'string.example.com',
      DomainNameConfigurations: [
        { EndpointType: 'REGIONAL', SecurityPolicy: 'TLS_1_2', CertificateArn: { Ref: 'Certificate' } },
      ],
    });
    expect(propertiesOf('with-domain', 'DomainMapping')).toEqual({
      ApiId: { Ref: 'HttpApi' },
      DomainName: { Ref: 'DomainName' },
      Stage: { Ref: 'HttpApiStage' },
    });
  });

  test('leads to an edge cache with TLS 1.2 or newer', () => {
    expect(cacheOf('with-everything')).toMatchObject({
      Aliases: ['string.example.com'],
      ViewerCertificate: {
        AcmCertificateArn: EVERY_PARAMETER.certificateArn,
        MinimumProtocolVersion: 'TLSv1.2_2021',
      },
    });
  });

  test.each([
    ['with-domain', ['A']],
    ['with-everything', ['A', 'AAAA']],
  ] as const)('of %s has these records: %j', (stage, types) => {
    const records = allOf(stage, 'AWS::Route53::RecordSet').map(({ Name, Type }) => ({ Name, Type }));
    expect(records).toEqual(types.map((Type) => ({ Name: 'string.example.com', Type })));
  });
};

export const describeEdgeCache = () => {
  test('keeps the page for as long as its headers allow, a second at most, by Accept, time and token', () => {
    expect(cacheOf('with-edge-cache')).toMatchObject({
      CacheBehaviors: [{ PathPattern: '/', CachedMethods: ['GET', 'HEAD'], CachePolicyId: { Ref: 'PageCachePolicy' } }],
    });
    expect(propertiesOf('with-edge-cache', 'PageCachePolicy').CachePolicyConfig).toMatchObject({
      MinTTL: 0,
      DefaultTTL: 0,
      MaxTTL: 1,
      ParametersInCacheKeyAndForwardedToOrigin: {
        CookiesConfig: { CookieBehavior: 'none' },
        QueryStringsConfig: { QueryStringBehavior: 'whitelist', QueryStrings: ['at'] },
        HeadersConfig: { HeaderBehavior: 'whitelist', Headers: ['Accept', 'Authorization'] },
      },
    });
  });

  test('caches no failure', () => {
    const errors = [400, 403, 404, 405, 414, 500, 502, 503, 504];
    expect(cacheOf('with-edge-cache')).toMatchObject({
      CustomErrorResponses: errors.map((ErrorCode) => ({ ErrorCode, ErrorCachingMinTTL: 0 })),
    });
  });

  test('passes everything else through, including the token', () => {
    expect(cacheOf('with-edge-cache')).toMatchObject({
      CacheBehaviors: [
        {
          AllowedMethods: expect.arrayContaining(['GET', 'PUT']),
          OriginRequestPolicyId: ALL_VIEWER_EXCEPT_HOST_HEADER,
        },
      ],
      DefaultCacheBehavior: {
        AllowedMethods: expect.arrayContaining(['GET', 'POST', 'OPTIONS']),
        CachePolicyId: CACHING_DISABLED,
        OriginRequestPolicyId: ALL_VIEWER_EXCEPT_HOST_HEADER,
      },
    });
  });

  test('uses only HTTPS to the gateway and to visitors, and redirects them', () => {
    expect(cacheOf('with-edge-cache')).toMatchObject({
      Origins: [{ CustomOriginConfig: { OriginProtocolPolicy: 'https-only', OriginSSLProtocols: ['TLSv1.2'] } }],
      CacheBehaviors: [{ ViewerProtocolPolicy: 'redirect-to-https' }],
      DefaultCacheBehavior: { ViewerProtocolPolicy: 'https-only' },
    });
  });
};
